// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#pragma once

// Answers that are good HTTP, and what must be made of them.

#include <ostream>
#include <string>

namespace boxlink::net::test {

using namespace std::literals;

class answer
{
public:
    std::string text;
    int status;
    std::string body;
    bool keep_alive;
    bool ends_with_connection;

    friend std::ostream& operator<<(std::ostream& out, answer const& row)
    {
        return out << row.text.substr(0, row.text.find("\r\n\r\n"));
    }
};

inline answer const answers[] = {
    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true, false},
    {"HTTP/1.1 200 OK\r\ncontent-length:5\r\nDate: x\r\nbox-request-id: 1a\r\n\r\nhello", 200, "hello", true,
     false},
    {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 200, "hello", true, false},
    {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", true, false},
    {"HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", 200, "", true, false},
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nab", 200, "ab", false, false},
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: Foo, CLOSE\r\n\r\nab", 200, "ab", false, false},
    {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: identity\r\n\r\nab", 200, "ab", true, false},
    {"HTTP/1.1 204 No Content\r\n\r\n", 204, "", true, false},
    {"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204, "", false, false},
    {"HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", 204, "", false, false},
    {"HTTP/1.1 401 Unauthorized\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", 401, "", true,
     false},
    {"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 5\r\n\r\n", 304, "", true, false},
    {"HTTP/1.1 304 Not Modified\r\nContent-Length: 50000000\r\nContent-Encoding: gzip\r\n\r\n", 304, "", true,
     false},
    {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nab", 200, "ab", false, false},
    {"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer error=\"invalid_token\"\r\nContent-Length: "
     "0\r\n\r\n",
     401, "", true, false},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 200, "hello", true,
     false},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n0\r\n\r\n", 200, "", true, false},
    {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
     "3;name=value;other=\"quo ted\"\r\nabc\r\n0A ; x\r\n0123456789\r\n000;last\r\nX-Trailer: "
     "1\r\nContent-Length: 7\r\n\r\n",
     200, "abc0123456789", true, false},
    {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 "
     "OK\r\nContent-Length: 2\r\n\r\nab",
     200, "ab", true, false},
    {"HTTP/1.1 200 OK\r\nX: y\r\n\r\nuntil the end", 200, "until the end", false, true},
    {"HTTP/1.0 502 Bad Gateway\r\n\r\n<html></html>", 502, "<html></html>", false, true},
    {"HTTP/1.1 599 \xe4\xf6\r\nX: \xe4\t\xf6\r\nContent-Length: 3\r\n\r\n\0\r\n"s, 599, "\0\r\n"s, true,
     false},
};

} // namespace boxlink::net::test

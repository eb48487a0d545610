// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// libcurl's multi interface, with an easy handle for each request on the wire, used again and again.
#include "by_hand.hpp"
#include "driver.hpp"
#include "freed_by.hpp"

#include <array>
#include <curl/curl.h>
#include <stdexcept>

namespace bench {
namespace {

void check(CURLcode code)
{
    if (code != CURLE_OK)
        throw std::runtime_error(curl_easy_strerror(code));
}

void check(CURLMcode code)
{
    if (code != CURLM_OK)
        throw std::runtime_error(curl_multi_strerror(code));
}

using header_list = std::unique_ptr<curl_slist, freed_by<&curl_slist_free_all>>;
using easy_handle = std::unique_ptr<CURL, freed_by<&curl_easy_cleanup>>;
using multi_handle = std::unique_ptr<CURLM, freed_by<&curl_multi_cleanup>>;

header_list headers_of(target const& where)
{
    header_list headers;
    for (auto const& line :
         {std::string("Accept: application/json"), std::string("Content-Type: application/json"),
          "Authorization: Bearer " + where.token}) {
        auto* const longer = curl_slist_append(headers.get(), line.c_str());
        if (longer == nullptr)
            throw std::bad_alloc();
        static_cast<void>(headers.release());
        headers.reset(longer);
    }
    return headers;
}

/// One request on the wire.
class transfer
{
public:
    transfer(target const& where, curl_slist* headers) : easy_(curl_easy_init())
    {
        if (!easy_)
            throw std::bad_alloc();
        set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
        set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        set(CURLOPT_CAINFO, where.ca_file.c_str());
        set(CURLOPT_CAPATH, nullptr);
        set(CURLOPT_PROXY, "");
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT_MS, 30'000L);
        set(CURLOPT_USERAGENT, "curl-peer/1.0");
        set(CURLOPT_HTTPHEADER, headers);
        set(CURLOPT_CUSTOMREQUEST, "PUT");
        set(CURLOPT_WRITEFUNCTION, &transfer::append);
        set(CURLOPT_WRITEDATA, &answer_);
        set(CURLOPT_PRIVATE, this);
    }

    void start(CURLM* multi, std::string const& origin, std::uint64_t file_id)
    {
        begin_ = steady::now();
        file_id_ = file_id;
        answer_.clear();
        body_ = request_body();
        set(CURLOPT_URL, (origin + request_target(file_id)).c_str());
        set(CURLOPT_POSTFIELDSIZE, static_cast<long>(body_.size()));
        set(CURLOPT_POSTFIELDS, body_.c_str());
        check(curl_multi_add_handle(multi, easy_.get()));
    }

    [[nodiscard]] link finish(CURLcode outcome) const
    {
        check(outcome);
        return read_answer(static_cast<unsigned>(told(CURLINFO_RESPONSE_CODE)), answer_, file_id_);
    }

    [[nodiscard]] std::size_t new_connections() const
    {
        return static_cast<std::size_t>(told(CURLINFO_NUM_CONNECTS));
    }
    [[nodiscard]] steady::time_point begin() const noexcept { return begin_; }

private:
    template <typename Value>
    void set(CURLoption option, Value value)
    {
        check(curl_easy_setopt(easy_.get(), option, value));
    }

    [[nodiscard]] long told(CURLINFO what) const
    {
        long value = 0;
        check(curl_easy_getinfo(easy_.get(), what, &value));
        return value;
    }

    static std::size_t append(char* data, std::size_t one, std::size_t size, void* answer)
    {
        static_cast<std::string*>(answer)->append(data, one * size);
        return one * size;
    }

    easy_handle easy_;
    std::string body_;
    std::string answer_;
    std::uint64_t file_id_ = 0;
    steady::time_point begin_;
};

class curl_peer final : public peer
{
public:
    curl_peer(target const& where, std::size_t connections)
        : origin_(where.origin()), headers_(headers_of(where)), multi_(curl_multi_init())
    {
        if (!multi_)
            throw std::bad_alloc();
        auto const most = static_cast<long>(connections);
        check(curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, most));
        check(curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, most));
        for (std::size_t i = 0; i < connections; ++i)
            transfers_.push_back(std::make_unique<transfer>(where, headers_.get()));
    }

    void run(work& todo) override
    {
        for (auto const& one : transfers_) {
            if (todo.has_more())
                start(*one, todo);
        }
        while (on_the_wire_ > 0) {
            int running = 0;
            check(curl_multi_perform(multi_.get(), &running));
            // What has ended makes way for more, which wants to be performed before there is something to wait for.
            if (!take_answers(todo))
                check(curl_multi_poll(multi_.get(), nullptr, 0, 1'000, nullptr));
        }
    }

    [[nodiscard]] std::size_t connections() const override { return opened_; }

private:
    void start(transfer& one, work& todo)
    {
        one.start(multi_.get(), origin_, todo.take());
        ++on_the_wire_;
    }

    bool take_answers(work& todo)
    {
        bool any = false;
        int left = 0;
        while (auto const* message = curl_multi_info_read(multi_.get(), &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            any = true;
            // The message is gone when its handle is taken out.
            auto* const easy = message->easy_handle;
            auto const outcome = message->data.result;
            transfer* one = nullptr;
            check(curl_easy_getinfo(easy, CURLINFO_PRIVATE, &one));
            check(curl_multi_remove_handle(multi_.get(), easy));
            --on_the_wire_;
            opened_ += one->new_connections();
            take_answer(*one, outcome, todo);
            if (todo.has_more())
                start(*one, todo);
        }
        return any;
    }

    void take_answer(transfer const& one, CURLcode outcome, work& todo)
    {
        try {
            link_ = one.finish(outcome);
            todo.done(one.begin());
        } catch (std::exception const& e) {
            todo.failed(one.begin(), e.what());
        }
    }

    std::string origin_;
    link link_;
    std::size_t on_the_wire_ = 0;
    std::size_t opened_ = 0;
    header_list headers_;
    // Before the handles that may still be in it.
    multi_handle multi_;
    std::vector<std::unique_ptr<transfer>> transfers_;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return EXIT_FAILURE;
    return bench::drive<bench::curl_peer>(argc, argv, "curl");
}

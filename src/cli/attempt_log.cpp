// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/attempt_log.hpp"

#include "model/timestamp.hpp"

#include <cstdio>

namespace boxlink::cli {
namespace {

std::string in_ms(std::chrono::nanoseconds duration)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f ms", std::chrono::duration<double, std::milli>(duration).count());
    return text;
}

std::string connection_text(attempt_report const& report)
{
    if (report.reused_connection)
        return "reused connection";
    return "connect " + in_ms(report.connect) + ", TLS " + in_ms(report.tls) +
           (report.resumed_tls_session ? " (resumed)" : "");
}

} // namespace

std::string describe(attempt_report const& report)
{
    std::string text = report.operation + ": attempt " + std::to_string(report.attempt) +
                       (report.read_back ? ", reading back: " : ": ");
    text += report.status != 0 ? "status " + std::to_string(report.status) : report.code.message();
    text += ", " + in_ms(report.total) + " (queue " + in_ms(report.queue) + ", " + connection_text(report);
    text +=
        ", first byte " + in_ms(report.first_byte) + ", " + std::to_string(report.bytes_sent) + " B out, ";
    text += std::to_string(report.bytes_received) + " B in)";
    if (report.retry != retry_reason::none)
        text.append("; retry: ").append(to_string(report.retry));
    if (!report.box_request_id.empty())
        text += "; box-request-id " + report.box_request_id;
    if (!report.deprecation.empty())
        text += "; deprecation: " + report.deprecation;
    return text;
}

std::string describe(wait_report const& report)
{
    std::string text = report.operation + ": attempt " + std::to_string(report.attempt) + " waits";
    if (report.expected)
        text.append(" ").append(in_ms(*report.expected));
    return text.append(": ").append(to_string(report.reason));
}

std::string describe(token_report const& report)
{
    std::string text = report.user ? "token of user " + *report.user : "token";
    if (report.code)
        return text + ": none: " + (report.message.empty() ? report.code.message() : report.message);
    text += report.from_store ? ": taken from the token store" : ": got in " + in_ms(report.duration);
    if (report.in_background)
        text += " in the background";
    if (report.expires_at)
        text += ", good until " + model::format_rfc3339(*report.expires_at);
    return text;
}

} // namespace boxlink::cli

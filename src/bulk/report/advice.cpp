// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "bulk/report/advice.hpp"

#include <boost/asio/error.hpp>

namespace boxlink::bulk {
namespace {

failure_words words_for(errc code) noexcept
{
    switch (code) {
    case errc::invalid_argument:
        return {
            "Refused before anything was sent", "The item's id or one of the settings cannot be right; the "
                                                "message names it. Correct the rows, then run them "
                                                "again."};
    case errc::invalid_configuration:
        return {
            "The program is set up wrongly", "The address of Box, the CA file, the proxy or the credentials "
                                             "cannot be used; the message names which. No row "
                                             "is at fault: correct the configuration, then do the rest."};
    case errc::bad_request:
        return {
            "Box refused the settings",
            "Compare the message with the row. Often it is a password or download permission that does not "
            "go with the "
            "access level, edit permission on a folder or without download, an expiry in the past, or "
            "“company” access "
            "on an account without a company. Correct the rows, then run them again."};
    case errc::unauthorized:
        return {
            "The access token was refused",
            "It was revoked, or it has expired and could not be renewed. Log in again or supply a new token, "
            "then do these "
            "rows once more. If it happens for some users only, look at whether they are active."};
    case errc::forbidden:
        return {
            "Not allowed", "The user may see the item, but not change its link. Let an owner or editor of "
                           "the item do it (as_user), get the "
                           "user a higher role there, or ask the Box administrator which links the company's "
                           "policy permits. Doing it again "
                           "without a change will fail again."};
    case errc::not_found:
        return {
            "No such item, or not visible to the user",
            "Check the ids: a folder's id in a row for a file is not found either. If the items exist, the "
            "user has no access "
            "to them: do the rows as a user who has (as_user), or remove rows of deleted items."};
    case errc::method_not_allowed:
        return {
            "An id in a form that Box does not know",
            "Take the id from the address that a browser shows for the item, as in app.box.com/file/123456, "
            "and correct the "
            "rows."};
    case errc::conflict:
        return {
            "In conflict with something that exists",
            "Most often the vanity name belongs to another link already: choose another one. If the message "
            "speaks of an "
            "operation in progress, do the rows once more later."};
    case errc::precondition_failed:
        return {
            "The item has changed in the meantime", "Somebody else changed it after its version was noted. "
                                                    "Look at these items, then do the rows once more."};
    case errc::rate_limited:
        return {
            "Box's rate limit left no time",
            "Box asked to wait for longer than the deadline allowed. Do the rows once "
            "more later, with a "
            "longer deadline or a lower rate, or spread the work over several users. If it never gets "
            "better, the "
            "monthly allowance of the company may be used up: its Box administrator can see that."};
    case errc::unavailable:
        return {
            "Box was unavailable", "Every attempt ended with an error on Box's side. Look at status.box.com, "
                                   "then do the rows once more. If the same "
                                   "items fail again and again, give the request ids to Box's support."};
    case errc::not_ready:
        return {
            "Box was still preparing the answer",
            "Do these rows once more in some minutes; large or new items take a while."};
    case errc::unexpected_status:
        return {
            "An answer that Box's documentation does not name",
            "Often it comes from a proxy or firewall in between: look at the status and the message. If it "
            "is Box's own, give "
            "the request ids to its support."};
    case errc::resolve_failed:
        return {
            "The name of the server was not found", "Check the name server and the network of this machine, "
                                                    "and the base URL if one is set; then do the rows once "
                                                    "more."};
    case errc::connect_failed:
        return {
            "No connection to the server", "Check the network, and whether the firewall lets this machine "
                                           "reach Box on port 443, or whether a proxy is "
                                           "needed; then do the rows once more."};
    case errc::tls_failed:
        return {
            "The server could not prove who it is",
            "A proxy that inspects traffic needs its certificate in the CA file. Otherwise check this "
            "machine's clock and its "
            "CA certificates. Do not go on until it is clear who answers."};
    case errc::proxy_failed:
        return {
            "The proxy refused the connection", "Check the proxy's address and login, and whether it permits "
                                                "connections to Box; then do the rows once more."};
    case errc::connection_lost:
        return {
            "The connection broke", "It broke on every attempt. Check the network and what stands in "
                                    "between; then do the rows once more, which does "
                                    "no harm to links that exist."};
    case errc::malformed_response:
        return {
            "An answer that cannot be understood",
            "Often a proxy's page in place of Box's answer. Check what stands in between; if it is Box "
            "itself, give the request "
            "ids to its support."};
    case errc::response_too_large:
        return {
            "An answer beyond all bounds",
            "Box's answers are small: check whether something in between answers in its place."};
    case errc::attempt_timed_out:
        return {
            "No answer in time", "Every attempt took too long. Do the rows once more when the network or Box "
                                 "is faster, or allow more time for each "
                                 "attempt."};
    case errc::deadline_exceeded:
        return {
            "Not finished before the deadline", "The time ran out while they waited, most often for the rate "
                                                "limit. Do the rows once more with a longer deadline."};
    case errc::outcome_unknown:
        return {
            "It is not known whether it was done",
            "The change was sent, but no answer came. Read these links, or simply do the rows once more: "
            "sharing or unsharing "
            "twice ends the same as once, and a link keeps its address."};
    case errc::client_closed:
        return {"Stopped before they were done", "Do the rows once more."};
    case errc::authentication_failed:
        return {
            "Box refuses the credentials of the app",
            "The message tells what to change in Box's developer console or in the configuration: secret, "
            "key, app access, or "
            "its authorisation by the Box administrator. No row is at fault."};
    case errc::login_required:
        return {
            "The user has to log in again", "The stored login has ended: it was not used for 60 days, was "
                                            "used by another program, or was revoked. Log in "
                                            "again, then do the rest."};
    case errc::token_unavailable:
        return {
            "The access token could not be got", "The file or the program that keeps the tokens failed; the "
                                                 "message tells why. Mend it, then do the rest."};
    case errc::callback_failed:
        return {
            "The program could not read or write its own files",
            "Look at the message, the free space and the permissions; then do the rest."};
    }
    return {
        "Failed for a reason of the system", "The message tells what the system said. Do the rows once more; "
                                             "if it happens again, report it with the message."};
}

} // namespace

failure_words words_for(error_code const& code) noexcept
{
    if (code == boost::asio::error::operation_aborted)
        return {
            "Stopped before they were done",
            "The run was ended while these rows were under way. Do them once more."};
    return words_for(code.category() == error_category() ? static_cast<errc>(code.value()) : errc());
}

failure_words words_for_rejected_rows() noexcept
{
    return {
        "Rows that cannot be understood", "They were passed over, and nothing was sent for them. Correct "
                                          "them where the message says, then run them again."};
}

} // namespace boxlink::bulk

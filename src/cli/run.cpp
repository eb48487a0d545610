// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "cli/command_line.hpp"
#include "cli/commands.hpp"

#include <exception>
#include <ostream>

namespace boxlink::cli {
namespace {

// One overload a command, for std::visit.
class dispatch
{
public:
    explicit dispatch(surroundings const& around) noexcept : around_(around) {}

    exit_code operator()(share_arguments const& args) const { return share(args, around_); }
    exit_code operator()(unshare_arguments const& args) const { return unshare(args, around_); }
    exit_code operator()(get_arguments const& args) const { return get(args, around_); }
    exit_code operator()(find_arguments const& args) const { return find(args, around_); }
    exit_code operator()(bulk_arguments const& args) const { return bulk(args, around_); }
    exit_code operator()(login_arguments const& args) const { return login(args, around_); }
    exit_code operator()(token_arguments const& args) const { return token(args, around_); }
    exit_code operator()(serve_arguments const& args) const { return serve(args, around_); }
    exit_code operator()(shown_text const& shown) const
    {
        around_.out() << shown.text << std::flush;
        return around_.out().good() ? exit_code::done : exit_code::failed;
    }

private:
    surroundings const& around_;
};

} // namespace

exit_code run(std::vector<std::string> const& words, surroundings const& around)
{
    try {
        arguments const args = parse_command_line(words);
        return std::visit(dispatch(around), args);
    } catch (refusal const& e) {
        around.say(e.what());
        return e.code();
    } catch (std::exception const& e) {
        around.say(std::string("unexpected failure: ") + e.what());
        return exit_code::failed;
    }
}

} // namespace boxlink::cli

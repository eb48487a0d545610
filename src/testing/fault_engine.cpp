// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/fault_engine.hpp"

#include <algorithm>
#include <stdexcept>

namespace boxlink::testing {

namespace {

constexpr std::uint64_t for_faults = 3;

[[noreturn]] void refuse(const char* why)
{
    throw std::invalid_argument(std::string("fault: ") + why);
}

bool is_path(std::string_view path, std::string_view pattern)
{
    if (pattern.ends_with('*'))
        return path.starts_with(pattern.substr(0, pattern.size() - 1));
    return path == pattern;
}

} // namespace

fault_engine::fault_engine(std::uint64_t seed) : random_(seed, for_faults) {}

void fault_engine::check(const fault& what)
{
    if (what.every_ == 0)
        refuse("every(0) never fires; use every(1) or more");
    if (!(what.probability_ >= 0 && what.probability_ <= 1))
        refuse("a probability is between 0 and 1");
    if (what.what_ == fault::action::answer && what.statuses_.empty())
        refuse("statuses() needs at least one status");
    for (const unsigned status : what.statuses_)
        if (status < 200 || status > 999)
            refuse("an answer's status has three digits from 200; use raw() for interim answers");
    if ((!what.code_.empty() || what.body_) && what.what_ != fault::action::answer)
        refuse("code() and body() go with status()");
    if (what.apply_after_ && what.what_ == fault::action::alter)
        refuse("the request takes effect anyway; applied() goes with status(), reset(), stall(), raw() or "
               "garbage()");
    const bool connection_action = what.what_ == fault::action::reset || what.what_ == fault::action::stall ||
                                   what.what_ == fault::action::raw || what.cut_after_ ||
                                   what.delay_.count() > 0;
    if (what.on_accept_ && (!connection_action || what.what_ == fault::action::answer || what.apply_after_))
        refuse("on_accept() goes with reset(), stall(), raw(), garbage(), cut_after(0) or delay()");
    if (what.on_accept_ && !(what.method_.empty() && what.path_.empty() && what.user_.empty()))
        refuse("a connection has no method, path or user yet; leave the matchers out with on_accept()");
}

fault_id fault_engine::inject(const fault& what)
{
    check(what);
    const std::uint64_t usual_times =
        what.recurring_ ? fault::unlimited : std::max<std::size_t>(1, what.statuses_.size());
    fired_.push_back(0);
    const std::uint64_t id = fired_.size();
    active_.push_back({what, id, what.times_.value_or(usual_times)});
    fault_id name;
    name.value_ = id;
    return name;
}

void fault_engine::remove(fault_id which)
{
    std::erase_if(active_, [which](const entry& one) { return one.id == which.value_; });
}

void fault_engine::clear()
{
    active_.clear();
}

std::uint64_t fault_engine::fired(fault_id which) const
{
    if (which.value_ == 0 || which.value_ > fired_.size())
        throw std::out_of_range(
            "the fault was never injected into this server: use the id that inject() returned"
        );
    return fired_[which.value_ - 1];
}

bool fault_engine::matches(const fault& what, const http_request& request, std::string_view user)
{
    return !what.on_accept_ && (what.method_.empty() || what.method_ == request.method) &&
           (what.path_.empty() || is_path(request.path(), what.path_)) &&
           (what.user_.empty() || what.user_ == user);
}

bool fault_engine::fires(entry& candidate)
{
    const std::uint64_t ordinal = ++candidate.matched;
    if (candidate.fired >= candidate.times || ordinal <= candidate.what.skip_)
        return false;
    if ((ordinal - candidate.what.skip_) % candidate.what.every_ != 0)
        return false;
    return candidate.what.probability_ >= 1 || random_.unit() < candidate.what.probability_;
}

fault_plan fault_engine::plan_of(const entry& from)
{
    const fault& what = from.what;
    fault_plan plan;
    plan.what = static_cast<fault_plan::action>(what.what_);
    if (!what.statuses_.empty())
        plan.status = what.statuses_[from.fired % what.statuses_.size()];
    plan.code = what.code_;
    plan.body = what.body_;
    plan.content_type = what.content_type_;
    plan.headers = what.headers_;
    plan.bytes = what.bytes_;
    plan.surplus = what.surplus_;
    plan.apply_after = what.apply_after_;
    plan.cut_after = what.cut_after_;
    plan.piece = what.piece_;
    plan.delay = what.delay_;
    plan.announce_close = what.announce_close_;
    plan.close = what.close_;
    return plan;
}

fault_plan fault_engine::fire(std::size_t index)
{
    entry& one = active_[index];
    fault_plan plan = plan_of(one);
    ++one.fired;
    ++fired_[one.id - 1];
    ++total_fired_;
    if (one.fired >= one.times)
        active_.erase(active_.begin() + static_cast<std::ptrdiff_t>(index));
    return plan;
}

std::optional<fault_plan> fault_engine::on_request(const http_request& request, std::string_view user)
{
    for (std::size_t i = 0; i < active_.size(); ++i)
        if (matches(active_[i].what, request, user) && fires(active_[i]))
            return fire(i);
    return std::nullopt;
}

std::optional<fault_plan> fault_engine::on_accept()
{
    for (std::size_t i = 0; i < active_.size(); ++i)
        if (active_[i].what.on_accept_ && fires(active_[i]))
            return fire(i);
    return std::nullopt;
}

} // namespace boxlink::testing

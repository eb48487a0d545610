// Copyright (c) 2026 The boxlink authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "testing/item_json.hpp"

#include "testing/timestamp.hpp"
#include "testing/url_codec.hpp"

#include <algorithm>
#include <vector>

namespace boxlink::testing {

namespace json = boost::json;

namespace {

// The one checksum that is as good as any for files without content: SHA-1 of nothing.
constexpr std::string_view sha1_of_nothing = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

json::value etag_json(const item& which)
{
    return which.is_root() ? json::value(nullptr) : json::value(std::to_string(which.etag));
}

json::object folder_mini(const item& folder)
{
    return {
        {"type", "folder"},
        {"id", folder.id},
        {"sequence_id", etag_json(folder)},
        {"etag", etag_json(folder)},
        {"name", folder.name}};
}

json::object path_collection(const item& which)
{
    json::array entries;
    for (const item* folder = which.parent; folder; folder = folder->parent)
        entries.push_back(folder_mini(*folder));
    std::reverse(entries.begin(), entries.end());
    return {{"total_count", entries.size()}, {"entries", std::move(entries)}};
}

json::object file_version(const item& which)
{
    return {{"type", "file_version"}, {"id", which.id + "0"}, {"sha1", sha1_of_nothing}};
}

json::object user_mini(std::string_view id)
{
    return {
        {"type", "user"},
        {"id", id},
        {"name", "Test User"},
        {"login", "user" + std::string(id) + "@example.com"}};
}

std::string_view extension_of(std::string_view name)
{
    const auto dot = name.rfind('.');
    return dot == name.npos ? std::string_view() : name.substr(dot + 1);
}

// Writes the values of fields; leaves out those that this kind of item does not have.
class field_writer
{
public:
    field_writer(const item& which, const stored_link* link, std::string_view owner)
        : item_(which), link_(link), owner_(owner)
    {}

    void write(json::object& out, std::string_view field) const
    {
        if (!identity(out, field) && !dates(out, field) && !surroundings(out, field) &&
            item_.what == kind::file)
            of_file(out, field);
    }

private:
    // Each of these says whether the field was one of its own.
    bool identity(json::object& out, std::string_view field) const
    {
        if (field == "name")
            out[field] = item_.name;
        else if (field == "sequence_id")
            out[field] = etag_json(item_);
        else if (field == "shared_link")
            out[field] = link_ ? json::value(to_json(*link_, item_)) : json::value(nullptr);
        else if (field == "description")
            out[field] = "";
        else if (field == "size" && item_.what != kind::web_link)
            out[field] = 0;
        else if (field == "item_status")
            out[field] = "active";
        else if (field == "url" && item_.what == kind::web_link)
            out[field] = "https://example.com/" + item_.id;
        else if (field == "application_type" && item_.what == kind::app_item)
            out[field] = item_.application_type;
        else
            return false;
        return true;
    }

    bool dates(json::object& out, std::string_view field) const
    {
        const bool of_content = item_.what != kind::web_link;
        if (field == "created_at" || (field == "content_created_at" && of_content))
            out[field] =
                item_.is_root() ? json::value(nullptr) : json::value(format_timestamp(item_.created));
        else if (field == "modified_at" || (field == "content_modified_at" && of_content))
            out[field] =
                item_.is_root() ? json::value(nullptr) : json::value(format_timestamp(item_.modified));
        else if (field == "trashed_at" || field == "purged_at")
            out[field] = nullptr;
        else
            return false;
        return true;
    }

    bool surroundings(json::object& out, std::string_view field) const
    {
        if (field == "created_by" || field == "modified_by" || field == "owned_by")
            out[field] = user_mini(owner_);
        else if (field == "path_collection")
            out[field] = path_collection(item_);
        else if (field == "parent")
            out[field] = item_.parent ? json::value(folder_mini(*item_.parent)) : json::value(nullptr);
        else
            return false;
        return true;
    }

    void of_file(json::object& out, std::string_view field) const
    {
        if (field == "sha1")
            out[field] = sha1_of_nothing;
        else if (field == "file_version")
            out[field] = file_version(item_);
        else if (field == "extension")
            out[field] = extension_of(item_.name);
    }

    const item& item_;
    const stored_link* link_;
    std::string_view owner_;
};

constexpr std::string_view mini_fields = "file_version,sequence_id,sha1,name,url,application_type";
constexpr std::string_view standard_fields =
    "file_version,sequence_id,sha1,name,url,description,size,path_collection,"
    "created_at,modified_at,trashed_at,purged_at,content_created_at,content_modified_at,"
    "created_by,modified_by,owned_by,shared_link,parent,item_status";
constexpr std::string_view app_item_fields = "application_type";

std::string_view fields_of(const item& which, representation form)
{
    if (which.what == kind::app_item)
        return app_item_fields;
    return form == representation::mini ? mini_fields : standard_fields;
}

} // namespace

json::object to_json(const stored_link& link, const item& which)
{
    json::object out;
    out.reserve(13);
    out["url"] = link.url;
    const bool has_download = which.what == kind::file && link.can_download;
    const std::string_view code = std::string_view(link.url).substr(link.url.rfind('/') + 1);
    out["download_url"] = has_download ? json::value("https://app.box.com/shared/static/" + std::string(code))
                                       : json::value(nullptr);
    out["vanity_url"] = link.vanity_name ? json::value(vanity_url(*link.vanity_name)) : json::value(nullptr);
    out["vanity_name"] = link.vanity_name ? json::value(*link.vanity_name) : json::value(nullptr);
    out["access"] = link.access;
    out["effective_access"] = link.access;
    out["effective_permission"] = link.can_edit       ? "can_edit"
                                  : link.can_download ? "can_download"
                                                      : "can_preview";
    out["is_password_enabled"] = link.has_password();
    out["unshared_at"] =
        link.unshared_at ? json::value(format_timestamp(*link.unshared_at)) : json::value(nullptr);
    out["download_count"] = 0;
    out["preview_count"] = 0;
    out["permissions"] =
        json::object{{"can_preview", true}, {"can_download", link.can_download}, {"can_edit", link.can_edit}};
    return out;
}

json::object to_json(
    const item& which,
    const stored_link* link,
    std::string_view owner,
    std::string_view fields,
    representation form
)
{
    json::object out;
    out["type"] = name_of(which.what);
    out["id"] = which.id;
    if (which.what != kind::app_item)
        out["etag"] = etag_json(which);
    const field_writer writer(which, link, owner);
    const auto write = [&](std::string_view field) { writer.write(out, field); };
    if (fields.empty() || which.what == kind::app_item)
        for_each_in_list(fields_of(which, form), write);
    for_each_in_list(fields, write);
    return out;
}

} // namespace boxlink::testing

// Keywords of `global` that say who the workers are and which files they see.
#include "actors/config/bind/user_names.hpp"
#include "actors/config/global/keyword.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <limits>

namespace mw::config {

namespace {

constexpr std::string_view user_given = "user/uid";
constexpr std::string_view group_given = "gid/group was";
constexpr std::string_view gid_given = "group/gid";

/// The number in words[1]. The highest one means "no change" to setuid() and its like. HAProxy
/// takes 0 where it finds no number, and warns.
template <class Id>
tl::expected<Id, std::string> read_id(global_words words, std::string_view kind) {
  auto id = net::parse_number<Id>(words[1], 0, std::numeric_limits<Id>::max() - 1);
  if (!id)
    return mistake(fmt::format("{0}: string '{1}' is not a number. You might want to use the "
                               "'{2}' parameter to use a system {2} name.",
                               words[0], printable(words[1]), kind));
  return *id;
}

line_result apply_user(global_words words, global_state& state) {
  if (state.out.uid)
    return already_specified(user_given);
  state.out.uid = find_user(words[1]);
  if (!state.out.uid)
    return mistake(fmt::format("cannot find user id for '{}'", printable(words[1])));
  state.group_of_user = find_primary_group(words[1]);
  return {};
}

line_result apply_group(global_words words, global_state& state) {
  if (state.out.gid)
    return already_specified(group_given);
  state.out.gid = find_group(words[1]);
  if (!state.out.gid)
    return mistake(fmt::format("cannot find group id for '{}'", printable(words[1])));
  return {};
}

line_result apply_uid(global_words words, global_state& state) {
  if (state.out.uid)
    return already_specified(user_given);
  return read_id<uid_t>(words, "user").map([&](uid_t id) {
    state.out.uid = id;
    return line_done{};
  });
}

line_result apply_gid(global_words words, global_state& state) {
  if (state.out.gid)
    return already_specified(gid_given);
  return read_id<gid_t>(words, "group").map([&](gid_t id) {
    state.out.gid = id;
    return line_done{};
  });
}

line_result apply_chroot(global_words words, global_state& state) {
  if (!state.out.chroot.empty())
    return already_specified("'chroot'");
  state.out.chroot = words[1];
  return {};
}

constexpr std::string_view needs_folder = "'{}' expects a directory as an argument.";
constexpr std::string_view no_user = "cannot find user id for ''";
constexpr std::string_view no_group = "cannot find group id for ''";

constexpr std::array keywords{
    global_keyword{"chroot", 1, 1, needs_folder, apply_chroot},
    global_keyword{"gid", 1, 1, needs_integer, apply_gid},
    global_keyword{"group", 1, 1, no_group, apply_group},
    global_keyword{"uid", 1, 1, needs_integer, apply_uid},
    global_keyword{"user", 1, 1, no_user, apply_user},
};

} // namespace

std::span<const global_keyword> account_keywords() {
  return keywords;
}

} // namespace mw::config

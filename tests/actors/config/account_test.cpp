// The account of the workers: user, group, uid, gid, chroot.
#include "actors/config/bind/user_names.hpp"
#include "tests/support/configuration.hpp"

#include <fmt/format.h>

#include <optional>

#include <grp.h>
#include <pwd.h>

namespace mw::config::account_test {

namespace {

using ids = std::pair<std::optional<uid_t>, std::optional<gid_t>>;

ids who(std::string_view text) {
  auto parsed = good_global(text);
  CHECK(parsed.warnings.empty());
  return {parsed.uid, parsed.gid};
}

/// A user whose group has another number, so that the two cannot be mixed up unseen.
struct account {
  std::string name;
  uid_t uid = 0;
  gid_t gid = 0;
};

account odd_user() {
  account found;
  ::setpwent();
  while (const auto* entry = ::getpwent())
    if (found.name.empty() && entry->pw_uid != entry->pw_gid)
      found = {entry->pw_name, entry->pw_uid, entry->pw_gid};
  ::endpwent();
  REQUIRE_FALSE(found.name.empty());
  return found;
}

} // namespace

TEST_CASE("a user is looked up and brings its own group") {
  auto user = odd_user();
  CHECK(who(fmt::format(" user {}\n", user.name)) == ids{user.uid, user.gid});
  CHECK(find_user(user.name) == user.uid);
  CHECK(find_primary_group(user.name) == user.gid);
}

TEST_CASE("a group that is said wins over the user's own, wherever it stands") {
  auto user = odd_user().name;
  auto uid = odd_user().uid;
  CHECK(who(fmt::format(" user {}\n group root\n", user)) == ids{uid, 0});
  CHECK(who(fmt::format(" group root\n user {}\n", user)) == ids{uid, 0});
  CHECK(who(fmt::format(" user {}\n gid 4711\n", user)) == ids{uid, 4711});
}

TEST_CASE("numbers of users and groups need no entry in the system's lists") {
  CHECK(who(" uid 4294967294\n gid 4711\n") == ids{4294967294, 4711});
  CHECK(who(" uid 0\n") == ids{0, std::nullopt});
  CHECK(who(" gid 0\n") == ids{std::nullopt, 0});
  CHECK(who(" group root\n") == ids{std::nullopt, 0});
}

TEST_CASE("users and groups that are not there are errors") {
  CHECK(find_primary_group("no such one") == std::nullopt);
  CHECK(global_errors(" user \"no such one\"\n group \"no such one\"\n user\n group\n user a b\n"
                      " group a b\n") ==
        lines{"parsing [a.cfg:2] : cannot find user id for 'no such one'",
              "parsing [a.cfg:3] : cannot find group id for 'no such one'",
              "parsing [a.cfg:4] : cannot find user id for ''",
              "parsing [a.cfg:5] : cannot find group id for ''",
              "parsing [a.cfg:6] : 'user' cannot handle unexpected argument 'b'.",
              "parsing [a.cfg:7] : 'group' cannot handle unexpected argument 'b'."});
}

TEST_CASE("wrong numbers of users and groups are errors with a hint") {
  const std::string no_uid =
      " is not a number. You might want to use the 'user' parameter to use a "
      "system user name.";
  const std::string no_gid =
      " is not a number. You might want to use the 'group' parameter to use a "
      "system group name.";
  CHECK(global_errors(" uid\n uid abc\n uid -1\n uid 4294967295\n uid 5 6\n") ==
        lines{"parsing [a.cfg:2] : 'uid' expects an integer argument.",
              "parsing [a.cfg:3] : uid: string 'abc'" + no_uid,
              "parsing [a.cfg:4] : uid: string '-1'" + no_uid,
              "parsing [a.cfg:5] : uid: string '4294967295'" + no_uid,
              "parsing [a.cfg:6] : 'uid' cannot handle unexpected argument '6'."});
  CHECK(global_errors(" gid\n gid 5x\n gid 5 6\n") ==
        lines{"parsing [a.cfg:2] : 'gid' expects an integer argument.",
              "parsing [a.cfg:3] : gid: string '5x'" + no_gid,
              "parsing [a.cfg:4] : 'gid' cannot handle unexpected argument '6'."});
}

TEST_CASE("a second user or group is a warning and the first holds") {
  auto parsed = good_global(" uid 0\n user nobody\n uid 5\n gid 0\n gid 5\n group root\n");
  CHECK(parsed.uid == uid_t{0});
  CHECK(parsed.gid == gid_t{0});
  CHECK(parsed.warnings ==
        lines{"parsing [a.cfg:3] : user/uid already specified. Continuing.",
              "parsing [a.cfg:4] : user/uid already specified. Continuing.",
              "parsing [a.cfg:6] : group/gid already specified. Continuing.",
              "parsing [a.cfg:7] : gid/group was already specified. Continuing."});
}

TEST_CASE("chroot is one folder, of which the first holds") {
  auto expected = config_defaults();
  expected.chroot = "/var/a b";
  expected.warnings = {"parsing [a.cfg:3] : 'chroot' already specified. Continuing."};
  CHECK(good_global(" chroot \"/var/a b\"\n chroot /tmp\n") == expected);
  CHECK(global_errors(" chroot\n chroot \"\"\n chroot /a /b\n") ==
        lines{"parsing [a.cfg:2] : 'chroot' expects a directory as an argument.",
              "parsing [a.cfg:3] : 'chroot' expects a directory as an argument.",
              "parsing [a.cfg:4] : 'chroot' cannot handle unexpected argument '/b'."});
}

} // namespace mw::config::account_test

// The privileges that a worker gives away, each time in a process of its own.
#include "actors/worker/privileges.hpp"
#include "tests/support/forked.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>

#include <grp.h>
#include <sys/prctl.h>
#include <sys/stat.h>

namespace mw::privileges_test {

using namespace mw::worker;
using namespace mw::test;

namespace {

constexpr uid_t nobody = 65534;
constexpr gid_t nogroup = 65533;

std::string drop(const config::configuration& settings) {
  auto dropped = drop_privileges(settings, ::getppid());
  return dropped ? "" : dropped.error();
}

std::string identity() {
  uid_t user = 0, effective_user = 0, saved_user = 0;
  gid_t group = 0, effective_group = 0, saved_group = 0;
  ::getresuid(&user, &effective_user, &saved_user);
  ::getresgid(&group, &effective_group, &saved_group);
  return fmt::format("uid {} {} {} gid {} {} {} more groups {}", user, effective_user, saved_user,
                     group, effective_group, saved_group, ::getgroups(0, nullptr));
}

std::string protection() {
  int signal = -1;
  ::prctl(PR_GET_PDEATHSIG, &signal);
  return fmt::format("no new privileges {}, dies with signal {}",
                     ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), signal);
}

config::configuration chroot_to(const std::string& folder) {
  config::configuration settings;
  settings.chroot = folder;
  return settings;
}

config::configuration run_as(std::optional<uid_t> uid, std::optional<gid_t> gid) {
  config::configuration settings;
  settings.uid = uid;
  settings.gid = gid;
  return settings;
}

} // namespace

TEST_CASE("a worker that is to give nothing away only gets no new privileges") {
  auto before = identity();
  CHECK(forked([] {
          ::prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
          auto error = drop({});
          return error + identity() + " " + protection();
        }) == before + " no new privileges 1, dies with signal 15");
}

TEST_CASE("a worker becomes user and group for good, and still dies with its master") {
  if (!is_root())
    return;
  CHECK(forked([] {
          gid_t more = 7;
          ::setgroups(1, &more);
          auto error = drop(run_as(nobody, nogroup));
          return error + identity() + " " + protection();
        }) == "uid 65534 65534 65534 gid 65533 65533 65533 more groups 0 "
              "no new privileges 1, dies with signal 9");
}

TEST_CASE("a group alone is changed alone, and the further groups go") {
  if (!is_root())
    return;
  CHECK(forked([] {
          auto error = drop(run_as({}, nogroup));
          return error + identity();
        }) == "uid 0 0 0 gid 65533 65533 65533 more groups 0");
}

TEST_CASE("a worker enters its chroot before it becomes another user") {
  if (!is_root())
    return;
  temporary_folder folder;

  struct stat outside {};

  REQUIRE(::stat(folder.path().c_str(), &outside) == 0);
  auto settings = chroot_to(folder.path());
  settings.uid = nobody;
  CHECK(forked([&] {
          auto error = drop(settings);
          struct stat inside {};

          ::stat("/", &inside);
          std::array<char, 64> here{};
          auto inode = inside.st_ino == outside.st_ino ? "the folder" : "another";
          return fmt::format("{}root is {}, we are in {}, uid {}", error, inode,
                             ::getcwd(here.data(), here.size()), ::getuid());
        }) == "root is the folder, we are in /, uid 65534");
}

TEST_CASE("a folder that cannot be the root is an error") {
  CHECK(forked([] { return drop(chroot_to("/nonexistent\n")); }) ==
        "[mw-actors.main()] Cannot chroot(/nonexistent?) (No such file or directory).");
}

TEST_CASE("who is not root has no chroot, no other group and no other user") {
  auto as_nobody = [](const config::configuration& settings) {
    return forked([&] {
      if (::geteuid() == 0)
        drop(run_as(nobody, nogroup));
      return drop(settings);
    });
  };
  CHECK(as_nobody(chroot_to("/")) ==
        "[mw-actors.main()] Cannot chroot(/) (Operation not permitted).");
  if (!is_root()) // else it has no further groups to be refused first
    return;
  CHECK(as_nobody(run_as(1, {})) ==
        "[mw-actors.main()] Cannot set uid 1 (Operation not permitted).");
  CHECK(as_nobody(run_as(nobody, 1)) ==
        "[mw-actors.main()] Cannot set gid 1 (Operation not permitted).");
  CHECK(as_nobody(run_as(nobody, nogroup)).empty());
}

TEST_CASE("further groups that must stay are an error") {
  if (!is_root())
    return;
  CHECK(forked([] {
          gid_t more = 7;
          ::setgroups(1, &more);
          if (::setresuid(nobody, nobody, nobody) != 0)
            return std::string("not dropped");
          return drop(run_as(nobody, {}));
        }) == "[mw-actors.main()] Failed to drop supplementary groups (Operation not permitted).");
}

TEST_CASE("a worker whose master has died meanwhile does not go on") {
  if (!is_root())
    return;
  CHECK(forked([] {
          auto dropped = drop_privileges(run_as(nobody, nogroup), ::getpid());
          return dropped ? "" : dropped.error();
        }) == "[mw-actors.main()] The master is gone.");
}

} // namespace mw::privileges_test

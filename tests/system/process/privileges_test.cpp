// Real workers that leave root: their account, and the master's power over them.
#include "tests/programs/service.hpp"
#include "tests/support/forked.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <csignal>
#include <filesystem>
#include <sstream>

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace mw;
using namespace mw::test;

namespace {

// HAProxy's workers take no longer to end.
constexpr auto orphan_limit = seconds{2};
// Far below the time after which the master would kill.
constexpr auto at_once = seconds{10};

// A process that has changed its user cannot look into itself as the leak check does.
const auto without_leak_check = std::string{
    sanitizer_of_program() == "address" ? "  setenv ASAN_OPTIONS detect_leaks=0\n" : ""};

constexpr auto user = "nobody";
constexpr auto group = "nogroup";

/// Tells whether such workers are possible here; else warns that the test is skipped.
bool is_possible() {
  if (!is_root())
    return false;
  if (::getpwnam(user) != nullptr && ::getgrnam(group) != nullptr)
    return true;
  WARN("skipped: there is no user '" << user << "' or no group '" << group << "'");
  return false;
}

/// A service of two workers that have given all their rights away.
struct unprivileged_service : service {
  unprivileged_service() : service({.configuration = text()}) {
    // Only root may look into the folder, so a worker must be inside before it leaves root.
    REQUIRE(::chmod(folder().path().c_str(), 0700) == 0);
  }

  static std::string text(unsigned limit = 5000) {
    return fmt::format("global\n  nbproc 2\n  user {}\n  group {}\n  chroot FOLDER/\n"
                       "  ulimit-n {}\n  stats socket FOLDER/stats\n{}",
                       user, group, limit, without_leak_check);
  }
};

/// Reads the text behind a name in a file of `/proc/<pid>`.
std::string said_of(pid_t pid, const std::string& file, const std::string& name) {
  auto lines = std::istringstream{read_file(fmt::format("/proc/{}/{}", pid, file))};
  for (auto line = std::string{}; std::getline(lines, line);)
    if (line.starts_with(name))
      return line.substr(name.size());
  return "not there";
}

uint64_t capabilities_of(pid_t pid, const std::string& set) {
  return std::stoull(said_of(pid, "status", set + ":\t"), nullptr, 16);
}

void check_is_unprivileged(const service& master, pid_t worker) {
  auto uid = ::getpwnam(user)->pw_uid;
  auto gid = ::getgrnam(group)->gr_gid;
  CHECK(said_of(worker, "status", "Uid:") == fmt::format("\t{0}\t{0}\t{0}\t{0}", uid));
  CHECK(said_of(worker, "status", "Gid:") == fmt::format("\t{0}\t{0}\t{0}\t{0}", gid));
  CHECK(said_of(worker, "status", "Groups:") == "\t ");
  CHECK(said_of(worker, "status", "NoNewPrivs:") == "\t1");
  CHECK(capabilities_of(worker, "CapEff") == 0);
  CHECK(capabilities_of(worker, "CapPrm") == 0);
  CHECK(std::filesystem::read_symlink(fmt::format("/proc/{}/root", worker)) ==
        std::filesystem::canonical(master.folder().path()));
}

std::string open_files_limit(pid_t worker) {
  auto limit = std::istringstream{said_of(worker, "limits", "Max open files")};
  auto soft = std::string{};
  limit >> soft;
  return soft;
}

constexpr uint64_t needed_capabilities() {
  auto mask = uint64_t{0};
  for (auto one : {CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER, CAP_KILL,
                   CAP_SETGID, CAP_SETUID, CAP_NET_BIND_SERVICE, CAP_NET_ADMIN, CAP_NET_RAW,
                   CAP_SYS_CHROOT, CAP_SYS_RESOURCE})
    mask |= uint64_t{1} << static_cast<unsigned>(one);
  return mask;
}

} // namespace

TEST_CASE("workers are the user, in the groups, the root folder and the limits that the "
          "configuration says") {
  if (!is_possible())
    return;
  auto master = unprivileged_service{};
  for (auto worker : master.workers()) {
    check_is_unprivileged(master, worker);
    CHECK(open_files_limit(worker) == "5000");
  }
  CHECK(talk(master.folder() / "stats", "show version\n") == MW_VERSION "\n\n");
  CHECK_THAT(master.talk("@1 show info\n"), Catch::Contains("\nUlimit-n: 5000\n"));
}

TEST_CASE("a master that root has started keeps the capabilities that it needs, and no others") {
  if (!is_root())
    return;
  auto master = service{};
  auto pid = master.process().pid();
  for (const auto* set : {"CapEff", "CapPrm", "CapBnd"})
    CHECK(capabilities_of(pid, set) == (capabilities_of(::getpid(), set) & needed_capabilities()));
  CHECK(capabilities_of(pid, "CapInh") ==
        (capabilities_of(::getpid(), "CapInh") & needed_capabilities()));
}

TEST_CASE("workers of another user are replaced by a reload, and get new limits") {
  if (!is_possible())
    return;
  auto master = unprivileged_service{};
  auto before = master.workers();
  master.configure(unprivileged_service::text(6000));
  master.must_reload();
  CHECK(service::await_gone(before, at_once));
  for (auto worker : master.workers()) {
    check_is_unprivileged(master, worker);
    CHECK(open_files_limit(worker) == "6000");
  }
  CHECK(talk(master.folder() / "stats", "show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("workers of another user are ended by a hard reload, whatever they do") {
  if (!is_possible())
    return;
  auto master = unprivileged_service{};
  auto before = master.workers();
  ::kill(before.at(1), SIGSTOP);
  CHECK(master.talk("hard-reload\n").starts_with("Success=1\n"));
  CHECK(service::await_gone(before, at_once));
}

TEST_CASE("a worker of another user that dies is restarted as that user") {
  if (!is_possible())
    return;
  auto master = unprivileged_service{};
  auto before = master.workers().at(0);
  ::kill(before, SIGKILL);
  check_is_unprivileged(master, master.await_successor(1, before));
}

TEST_CASE("workers of another user are stopped, the frozen ones too") {
  if (!is_possible())
    return;
  auto master = unprivileged_service{};
  auto workers = master.workers();
  ::kill(workers.at(0), SIGSTOP);
  master.process().signal(SIGTERM);
  CHECK(master.process().await_end(at_once).number() == 0);
  CHECK(service::await_gone(workers));
}

TEST_CASE("workers of another user do not outlive a killed master, not even a frozen one") {
  if (!is_possible())
    return;
  auto master = unprivileged_service{};
  ::kill(master.workers().at(0), SIGSTOP);
  CHECK(master.takes_workers_along(orphan_limit));
}

TEST_CASE("a root folder that is not there makes a reload fail, and the old workers serve on") {
  if (!is_possible())
    return;
  auto master = unprivileged_service{};
  auto before = master.workers();
  master.configure(fmt::format("global\n  user {}\n  chroot FOLDER/none\n", user));
  auto said = master.reload();
  CHECK(said.starts_with("Success=0\n"));
  CHECK_THAT(said, Catch::Contains("[mw-actors.main()] Cannot chroot(" +
                                   (master.folder() / "none") + ") (No such file or directory)."));
  CHECK(master.workers() == before);
}

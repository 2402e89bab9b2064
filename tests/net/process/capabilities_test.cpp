// Capabilities, in processes that can be spared.
#include "net/process/capabilities.hpp"
#include "tests/support/forked.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstdint>
#include <fstream>
#include <string>

#include <linux/capability.h>
#include <sys/prctl.h>

namespace mw::capabilities_test {

using namespace mw::test;

namespace {

/// The needed ones: CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, KILL, SETGID, SETUID;
/// NET_BIND_SERVICE, NET_ADMIN, NET_RAW; SYS_CHROOT; SYS_RESOURCE.
constexpr uint64_t needed = 0x00ef | 0x3400 | 0x40000 | 0x1000000;

constexpr uint64_t bit(int capability) {
  return uint64_t{1} << static_cast<unsigned>(capability);
}

/// Reads one of this process's sets, as `/proc` names it: `CapEff`.
uint64_t set_named(const std::string& name) {
  auto file = std::ifstream{"/proc/self/status"};
  for (auto word = std::string{}; file >> word;)
    if (word == name + ":" && file >> word)
      return std::stoull(word, nullptr, 16);
  return ~uint64_t{0};
}

struct capability_sets {
  uint64_t effective = set_named("CapEff");
  uint64_t permitted = set_named("CapPrm");
  uint64_t inheritable = set_named("CapInh");
  uint64_t bounding = set_named("CapBnd");

  friend bool operator==(const capability_sets&, const capability_sets&) = default;

  capability_sets only(uint64_t kept) const {
    return {effective & kept, permitted & kept, inheritable & kept, bounding & kept};
  }
};

} // namespace

TEST_CASE("root keeps the needed capabilities that it has, and no others, in any set") {
  if (!is_root())
    return;
  CHECK(run_forked([] {
          auto before = capability_sets{};
          if (!net::keep_needed_capabilities())
            return 1;
          auto after = capability_sets{};
          return after == before.only(needed) ? 5 : 2;
        }).number() == 5);
}

TEST_CASE("with HAProxy as worker root may still enter other network namespaces") {
  if (!is_root())
    return;
  CHECK(run_forked([] {
          auto before = capability_sets{};
          if (!net::keep_needed_capabilities(true))
            return 1;
          auto after = capability_sets{};
          return after == before.only(needed | uint64_t{1} << CAP_SYS_ADMIN) ? 5 : 2;
        }).number() == 5);
}

TEST_CASE("a capability that root lacks already is no error") {
  if (!is_root())
    return;
  CHECK(run_forked([] {
          auto before = capability_sets{};
          ::prctl(PR_CAPBSET_DROP, CAP_CHOWN);
          ::prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN);
          if (!net::keep_needed_capabilities())
            return 1;
          return set_named("CapBnd") == (before.bounding & needed & ~bit(CAP_CHOWN)) ? 6 : 2;
        }).number() == 6);
}

TEST_CASE("capabilities that were dropped once are dropped twice without an error") {
  if (!is_root())
    return;
  CHECK(run_forked([] {
          if (!net::keep_needed_capabilities())
            return 1;
          auto once = capability_sets{};
          return net::keep_needed_capabilities() && once == capability_sets{} ? 7 : 2;
        }).number() == 7);
}

TEST_CASE("a program that root starts does not get the dropped capabilities back") {
  if (!is_root())
    return;
  CHECK(run_forked([] {
          auto expected = fmt::format("CapEff:\t{:016x}", capability_sets{}.bounding & needed);
          if (!net::keep_needed_capabilities())
            return 1;
          return ::execl("/bin/grep", "grep", "-qx", expected.c_str(), "/proc/self/status",
                         nullptr);
        }).number() == 0);
}

TEST_CASE("an ordinary user's process keeps the capabilities that it has") {
  CHECK(run_forked([] {
          constexpr auto nobody = 65534;
          if (::geteuid() == 0 && ::setresuid(nobody, nobody, nobody) != 0)
            return 1;
          auto before = capability_sets{};
          return net::keep_needed_capabilities() && before == capability_sets{} ? 8 : 2;
        }).number() == 8);
}

} // namespace mw::capabilities_test

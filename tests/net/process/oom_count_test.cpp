// The kernel's count of processes that it killed for want of memory.
#include "net/process/oom_count.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <fstream>

namespace mw::oom_count_test {

using net::oom_count;
using net::oom_count_files;
using net::parse_oom_count;

namespace {

using files = std::vector<std::filesystem::path>;

constexpr auto events = "low 0\nhigh 12\nmax 3\noom 2\noom_kill 4\noom_group_kill 1\n";
constexpr auto control = "oom_kill_disable 0\nunder_oom 0\noom_kill 7\n";

/// Folders of control groups as the kernel mounts them.
class control_groups {
public:
  void write(const std::string& name, std::string_view text) {
    auto file = std::filesystem::path(folder_ / name);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

  oom_count counter() const { return oom_count(folder_ / "sys", folder_ / "cgroup"); }

private:
  temporary_folder folder_;
};

} // namespace

TEST_CASE("the count is in version 1 only if the memory controller is") {
  CHECK(oom_count_files("0::/user.slice/a:b\n") ==
        files{"user.slice/a:b/memory.events", "memory.events"});
  CHECK(oom_count_files("5:cpu,memory:/x\n0::/y\n") ==
        files{"memory/x/memory.oom_control", "memory/memory.oom_control"});
  CHECK(oom_count_files("0::/y\n4:memory:/x\n") ==
        files{"memory/x/memory.oom_control", "memory/memory.oom_control"});
  CHECK(oom_count_files("9:name=memory:/x\n8:memory2:/x\n0::/\n") ==
        files{"memory.events", "memory.events"});
}

TEST_CASE("lines that say nothing about memory lead to no file") {
  for (const auto* text : {"", "\n", "0", "0:", "0::", "0::y", "9:name=systemd:/\n1:cpu:/\n"})
    CHECK(oom_count_files(text).empty());
}

TEST_CASE("the count is the number behind oom_kill") {
  CHECK(parse_oom_count(events) == 4U);
  CHECK(parse_oom_count(control) == 7U);
  CHECK(parse_oom_count("oom_kill 18446744073709551615") == 18446744073709551615U);
  for (const auto* text :
       {"", "oom 2\n", "oom_kill\n", "oom_kill \n", "oom_kill x\n", "oom_kill 4x\n",
        "oom_kill -1\n", "oom_kill_disable 1\n", "oom_kill 18446744073709551616\n"})
    CHECK(parse_oom_count(text) == std::nullopt);
}

TEST_CASE("the count of version 2 is read again each time") {
  control_groups groups;
  groups.write("cgroup", "0::/a/b\n");
  groups.write("sys/memory.events", "oom_kill 99\n");
  groups.write("sys/a/b/memory.events", events);
  auto counter = groups.counter();
  CHECK(counter.read() == 4U);
  groups.write("sys/a/b/memory.events", "oom_kill 5\n");
  CHECK(counter.read() == 5U);
}

TEST_CASE("the count of version 1 is that of the memory controller's folder") {
  control_groups groups;
  groups.write("cgroup", "4:memory:/a\n0::/b\n");
  groups.write("sys/memory/a/memory.oom_control", control);
  groups.write("sys/b/memory.events", events);
  CHECK(groups.counter().read() == 7U);
}

TEST_CASE("a container whose own group is mounted as the root has the count there") {
  control_groups groups;
  groups.write("cgroup", "0::/docker/a\n");
  groups.write("sys/memory.events", events);
  CHECK(groups.counter().read() == 4U);
  groups.write("cgroup", "4:memory:/docker/a\n");
  groups.write("sys/memory/memory.oom_control", control);
  CHECK(groups.counter().read() == 7U);
}

TEST_CASE("there is no count where nothing can be read") {
  control_groups groups;
  CHECK(groups.counter().read() == std::nullopt);
  groups.write("cgroup", "0::/a\n");
  CHECK(groups.counter().read() == std::nullopt);
  groups.write("sys/a/memory.events", "oom 3\n");
  CHECK(groups.counter().read() == std::nullopt);
}

} // namespace mw::oom_count_test

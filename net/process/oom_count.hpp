// How often the kernel has killed processes of our control group because memory was short.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace mw::net {

/// Lists the files that may have the count, relative to where control groups are mounted, the
/// better one first; `own_groups` is the text of /proc/self/cgroup. The memory controller is in
/// version 1 if a line names it there (`4:memory:/a` is `memory/a/memory.oom_control`), else in
/// version 2 (`0::/a` is `a/memory.events`). The root's file comes last: a container may see its
/// own group there, while /proc tells the path that the host sees. Empty if no line is of use.
std::vector<std::filesystem::path> oom_count_files(std::string_view own_groups);

/// Reads the number of the line `oom_kill <number>`, which both versions' files have.
std::optional<uint64_t> parse_oom_count(std::string_view text);

/// Finds the file once and reads it as often as it is asked. The kernel counts before it kills:
/// once a process is seen to have ended by it, the count is up.
class oom_count {
public:
  explicit oom_count(const std::filesystem::path& root = "/sys/fs/cgroup",
                     const std::filesystem::path& own_groups = "/proc/self/cgroup");

  /// The count so far, which never falls; nothing if the kernel does not tell.
  std::optional<uint64_t> read() const;

private:
  std::filesystem::path file_;
};

} // namespace mw::net

// Tells which worker process a target means at this moment, and remembers the last ones that ended.
#pragma once

#include "messages/cli/target.hpp"
#include "messages/processes/process.hpp"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace mw {

/// The live workers. Every router has such a table for itself, so a lookup costs no message.
class route_table {
public:
  void up(const process_key& process);
  /// Notes that the process's relative number means another process from now on, or none.
  void leaving(const process_key& process);
  /// `next`: the consequence for its number, or empty.
  void down(const process_key& process, std::string reason, std::string next = {});

  /// Finds the live process; for a relative number the one that is not leaving and was started
  /// last. Nothing for the master.
  std::optional<process_key> find(const target& where) const;

  /// Finds the live processes of a group or list, or the one of another target, by relative number,
  /// the leaving ones behind the current ones.
  std::vector<process_key> find_all(const target& group) const;

  bool is_leaving(const process_key& process) const { return leaving_.contains(process.serial); }

  /// Tells why this target has no process, if there was one not long ago: `worker 1 (5249) killed
  /// by signal 9 (Killed)`, and for a number what follows: `, is started again in 33 ms`.
  std::optional<std::string> why_not(const target& where) const;

  const std::map<uint64_t, process_key>& processes() const { return processes_; }

private:
  struct ended {
    process_key process;
    std::string reason;
    std::string next;
  };

  bool is_in(const target& group, const process_key& process) const;
  bool means(const target& where, const process_key& process) const;

  std::map<uint64_t, process_key> processes_; ///< by serial
  std::set<uint64_t> leaving_;                ///< serials of live processes
  std::deque<ended> last_ended_;              ///< newest first, bounded
};

} // namespace mw

// Which process a command is for: the prefixes `@1`, `@!5249`, `@master` as values.
#pragma once

#include "messages/base/protocol.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mw {

/// The process, or the processes, that a command is for.
struct target {
  enum class kind : uint8_t {
    master,
    relative, ///< the current worker of this number
    pid,      ///< the worker process with this pid
    current,  ///< all current workers
    old,      ///< all leaving ones
    all,      ///< both
    list,     ///< the current workers of several numbers
  };
  kind form = kind::master;
  int64_t number = 0;  ///< the relative PID or the pid; else 0
  uint64_t serial = 0; ///< of the process with this pid, should the pid come back; 0: any process
  std::vector<int64_t> numbers = {}; ///< the relative PIDs of a list, each once, in order

  /// Tells whether it may mean several processes.
  bool is_group() const { return form >= kind::current; }

  friend bool operator==(const target&, const target&) = default;
  friend auto operator<=>(const target&, const target&) = default;
};

std::string to_string(const target& x);

template <class Inspector>
auto inspect(Inspector& f, target& x) {
  auto form = static_cast<uint8_t>(x.form);
  return inspect_fields(f, "target", form, x.number, x.numbers);
}

/// A routing prefix as a value.
struct target_prefix {
  target where;
  bool two_way = false; ///< `@@`

  friend bool operator==(const target_prefix&, const target_prefix&) = default;
};

/// The most numbers in a list, as many as there can be workers; a longer one is no list.
inline constexpr size_t most_listed = 64;

/// Reads `@`, `@0`, `@master`, `@<n>`, `@!<pid>`, `@*`, `@old`, `@all`, `@<n>,<n>...`, and each of
/// the first ones, not of the groups and lists, with a second `@` in front. Numbers may have a sign
/// and leading zeros, as strtol reads them; those of a list are relative PIDs, not 0. Nothing: no
/// such form (`@foo`, `@-1`, `@1x`, `@!`, `@1,`).
std::optional<target_prefix> parse_prefix(std::string_view word);

} // namespace mw

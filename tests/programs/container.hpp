// A process namespace of its own, in which the program has PID 1, or another one has.
#pragma once

#include "tests/programs/program.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace mw::test {

/// The command line in front of a program that starts it there. `first` is started as PID 1, with
/// the program behind its arguments.
inline std::vector<std::string> in_container(const std::vector<std::string>& first = {}) {
  auto all = std::vector<std::string>{"/usr/bin/unshare", "--pid", "--fork", "--kill-child",
                                      "--mount-proc"};
  all.insert(all.end(), first.begin(), first.end());
  return all;
}

/// Tells whether this machine lets us make such namespaces, and `first` succeeds there; else warns
/// that the test is skipped.
inline bool is_permitted(const std::vector<std::string>& first = {}) {
  auto tried = run({.arguments = {"-v"}, .in_front = in_container(first)});
  if (tried.code == 0)
    return true;
  WARN("skipped: no process namespace can be made here: " << tried.errors);
  return false;
}

} // namespace mw::test

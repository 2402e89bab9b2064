// A wall clock that a test sets, for a program and its children; their steady clock is the real
// one.
#pragma once

#include "tests/programs/service.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace mw::test {

class movable_clock {
public:
  movable_clock() { set("+0"); }

  /// Sets the clock so far from the real time: `+1h`, `-1h`.
  void set(const std::string& offset) const {
    write_file(folder_ / "next", offset + "\n");
    std::filesystem::rename(folder_ / "next", folder_ / "now"); // never half written
  }

  /// The command line in front of a program that starts it with this clock.
  std::vector<std::string> in_front() const {
    return {"/usr/bin/env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1",
            "FAKETIME_TIMESTAMP_FILE=" + (folder_ / "now"), "FAKETIME_NO_CACHE=1",
            "DONT_FAKE_MONOTONIC=1"};
  }

  /// Tells whether libfaketime can be used; else warns that the test is skipped.
  static bool is_permitted() {
    if (!sanitizer_of_program().empty()) {
      WARN("skipped: libfaketime does not go together with sanitizers");
      return false;
    }
    auto tried = run({.arguments = {"-v"}, .in_front = movable_clock{}.in_front()});
    if (tried.code == 0 && tried.errors.empty())
      return true;
    WARN("skipped: libfaketime cannot be used here: " << tried.errors);
    return false;
  }

private:
  temporary_folder folder_;
};

} // namespace mw::test

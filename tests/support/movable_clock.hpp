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

  /// So far from the real time: `+1h`, `-1h`.
  void set(const std::string& offset) const {
    write_file(folder_ / "next", offset + "\n");
    std::filesystem::rename(folder_ / "next", folder_ / "now"); // never half written
  }

  /// The program that starts another one with this clock.
  std::vector<std::string> in_front() const {
    return {"/usr/bin/env", "LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1",
            "FAKETIME_TIMESTAMP_FILE=" + (folder_ / "now"), "FAKETIME_NO_CACHE=1",
            "DONT_FAKE_MONOTONIC=1"};
  }

  /// False, with a word to who runs the tests, where libfaketime cannot be used.
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

// A guardian of the test's own process, and what others see of it.
#pragma once

#include "tests/support/played_master.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

namespace mw::test {

namespace fs = std::filesystem;

inline net::guardian start_guardian() {
  auto started = net::guardian::start();
  REQUIRE(started);
  return std::move(*started);
}

inline std::string place_of(pid_t guardian, const std::string& name) {
  return fmt::format("/proc/{}/{}", guardian, name);
}

inline std::string place_of(const net::guardian& guardian, const std::string& name) {
  return place_of(guardian.pid(), name);
}

/// What its descriptors are, sorted: `socket:[1234]` without the number.
inline std::vector<std::string> descriptors(pid_t guardian) {
  auto all = std::vector<std::string>{};
  auto gone = std::error_code{};
  for (const auto& entry : fs::directory_iterator(place_of(guardian, "fd"))) {
    auto what = fs::read_symlink(entry.path(), gone).string();
    all.push_back(what.starts_with("socket:") ? "socket" : what);
  }
  std::sort(all.begin(), all.end());
  return all;
}

inline std::vector<std::string> descriptors(const net::guardian& guardian) {
  return descriptors(guardian.pid());
}

/// Those that a guardian has when it watches nobody.
inline const std::vector<std::string> own_descriptors{"anon_inode:[eventpoll]",
                                                      "anon_inode:[timerfd]", "socket"};

/// Whether it comes to watch just so many.
inline bool comes_to_watch(pid_t guardian, size_t count) {
  return becomes_true(
      [&] { return descriptors(guardian).size() == own_descriptors.size() + count; });
}

inline bool comes_to_watch(const net::guardian& guardian, size_t count) {
  return comes_to_watch(guardian.pid(), count);
}

inline std::string status_of(const net::guardian& guardian, const std::string& name) {
  auto file = std::ifstream{place_of(guardian, "status")};
  for (auto word = std::string{}; file >> word;)
    if (word == name + ":" && file >> word)
      return word;
  return "no " + name;
}

/// A worker that lives until the pipe's other end is closed.
inline net::child_process start_reader(const blocking_pipe& in) {
  auto child = net::start({.path = "/bin/cat",
                           .arguments = {"cat"},
                           .environment = {},
                           .descriptors = {{in.read.get(), STDIN_FILENO}}});
  REQUIRE(child);
  return std::move(*child);
}

inline void end_reader(blocking_pipe& in, const net::child_process& reader) {
  in.write.reset();
  REQUIRE(ends(reader.pidfd));
  REQUIRE(net::reap(reader.pidfd.get()) == net::exit_status{});
}

} // namespace mw::test

// The same conversation with HAProxy's master and with ours, both with HAProxy as worker.
#pragma once

#include "tests/programs/haproxy.hpp"
#include "tests/system/difference/normalised.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mw::test {

/// The bytes that a client sends before it half-closes. Placeholders: {W} pid of the worker, {M} of
/// the master, {MAP} and {ACL} files.
struct script {
  static constexpr size_t whole = std::string::npos;
  static constexpr size_t each_byte = 0;

  std::string text;
  /// The place of a cut: the other side reads the bytes before it before the rest is sent.
  size_t cut = whole;
};

/// The answers to a script, up to the end of the connection, with placeholders for what differs
/// from process to process.
struct answers {
  std::string haproxys;
  std::string ours;
};

/// HAProxy's master and ours, with CLIs of this level (`user`, `operator`, `admin`).
class master_pair {
public:
  explicit master_pair(std::string_view level);

  answers play(const script& what) const;

private:
  struct side {
    std::string name;
    service master;
    std::string version; ///< the master's version; in answers it becomes HAProxy's
    placeholders facts;
  };

  static void learn(side& about, const temporary_folder& data);
  std::string play(const side& with, const script& what) const;
  std::string comparable(const side& with, std::string answer) const;

  temporary_folder data_;
  side haproxys_;
  side ours_;
};

} // namespace mw::test

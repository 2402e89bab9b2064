// The same conversation with HAProxy's master and with ours, both with HAProxy as worker.
#pragma once

#include "tests/programs/haproxy.hpp"
#include "tests/system/difference/normalised.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mw::test {

/// What a client sends before it half-closes. Placeholders: {W} pid of the worker, {M} of the
/// master, {MAP} and {ACL} files.
struct script {
  static constexpr size_t whole = std::string::npos;
  static constexpr size_t each_byte = 0;

  std::string text;
  /// Where it is cut: what is in front is read by the other side before the rest is sent.
  size_t cut = whole;
};

/// All that was sent back to a script, up to the end of the connection, with what differs from
/// process to process replaced by its placeholder.
struct answers {
  std::string haproxys;
  std::string ours;
};

/// The two masters, with CLIs of this level (`user`, `operator`, `admin`).
class master_pair {
public:
  explicit master_pair(std::string_view level);

  answers play(const script& what) const;

private:
  struct side {
    std::string name;
    service master;
    std::string version; ///< of the master; in answers it becomes the version of HAProxy
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

// A worker's CLI session that is told lines, without a connection.
#pragma once

#include "actors/worker/cli_session.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace mw::test {

class cli_session_fixture {
public:
  cli_session_fixture() { worker.about.control_fd = 3; }

  /// What the session answers to the lines, one after the other.
  std::string say(std::initializer_list<std::string_view> lines) {
    std::string out;
    for (auto line : lines) {
      session.take_line(line, out);
      session.run(out);
    }
    return out;
  }

  bool over() const { return session.over(); }

protected:
  worker::worker_context worker;
  worker::cli_session session{worker};
};

} // namespace mw::test

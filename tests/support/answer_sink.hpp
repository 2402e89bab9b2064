// Takes the answers of runners, as a session does.
#pragma once

#include "tests/support/actor_fixture.hpp"

#include <string>

namespace mw::test {

class answer_sink : public peer {
public:
  using peer::peer;

  reply_sink_actor handle() const { return as<reply_sink_actor>(); }

  /// All that has come for this command since: its bytes, then `[end]` or `[end: <error>]`.
  std::string got(command_id id) {
    auto text = std::string{};
    while (!empty())
      self()->receive(
          [&](const reply_chunk& part) {
            CHECK(part.id == id);
            text += part.bytes;
          },
          [&](const reply_end& end) {
            CHECK(end.id == id);
            text += end.last;
            text += end.error.empty() ? "[end]" : "[end: " + end.error + "]";
          },
          caf::after(std::chrono::seconds(0)) >> [] { FAIL("that is no part of an answer"); });
    return text;
  }
};

} // namespace mw::test

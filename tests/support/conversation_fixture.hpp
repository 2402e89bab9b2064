// A worker's side of one protocol, talked to without a socket.
#pragma once

#include "actors/worker/conversation.hpp"
#include "actors/worker/worker_context.hpp"

#include <string>
#include <string_view>

namespace mw::test {

/// `Conversation`: line_conversation or framed_conversation.
template <class Conversation>
class conversation_fixture {
public:
  std::string say(std::string_view bytes) {
    std::string out;
    talk.feed(bytes);
    last = talk.answer(out);
    return out;
  }

  /// What waits until the output so far is sent.
  std::string say_rest() {
    std::string all;
    while (last == worker::need::room) {
      std::string part;
      last = talk.answer(part);
      all += part;
    }
    return all;
  }

protected:
  worker::worker_context worker;
  Conversation talk{worker};
  worker::need last = worker::need::input;
};

} // namespace mw::test

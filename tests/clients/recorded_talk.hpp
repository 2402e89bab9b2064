// Two actors that talk while the recorder is on.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"
#include "tests/fixtures/actor_fixture.hpp"

#include <string>

namespace mw::test {

/// An actor of the talk: the first one hears the test, and both hear each other.
using talker_actor = protocol<
    // From the test: the text of a command, and its payload.
    caf::result<void>(std::string, std::string),
    // From the first to the second.
    caf::result<void>(run_command),
    // From the second to the first.
    caf::result<void>(reply_end)>;

/// The first actor passes commands on to the second one, which answers with an end.
template <bool First>
class talker_state {
public:
  using handle = talker_actor;
  static constexpr const char* name = First ? "first" : "second";

  explicit talker_state(runtime::host<handle>* self, talker_actor other = {})
      : self_(self), other_(std::move(other)) {}

  handle::behavior_type make_behavior() {
    return {
        [this](const std::string& text, const std::string& payload) {
          self_->send(other_, run_command{.id = 1, .text = text, .payload = {payload}});
        },
        [this](const run_command&) {
          auto asker = caf::actor_cast<talker_actor>(self_->current_sender());
          self_->send(asker, reply_end{1, {}});
        },
        [](const reply_end&) {},
    };
  }

private:
  runtime::host<handle>* self_;
  talker_actor other_;
};

/// Both actors, and the recorder, which is on as long as this lives.
class recorded_talk : public actor_fixture {
public:
  recorded_talk() { trace::record_last(recorder::least_size); }

  ~recorded_talk() { trace::record_nothing(); }

  /// Lets a command go there and back: three messages. Answers their cause.
  trace::correlation talk(const std::string& text, const std::string& payload = {}) {
    auto cause = trace::scope{trace::next()};
    caf::anon_send(first, text, payload);
    settle();
    return trace::current();
  }

  talker_actor second = spawn<talker_state<false>>();
  talker_actor first = spawn<talker_state<true>>(second);
};

} // namespace mw::test

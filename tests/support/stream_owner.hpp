// An actor with a client stream, whose events it writes down.
#pragma once

#include "actors/session/client_stream.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/fixtures/doer.hpp"
#include "tests/support/stream_end.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mw::test {

using texts = std::vector<std::string>;

/// Owns a client stream and writes down its events.
struct owner_state {
  using handle = doer_actor;
  static constexpr const char* name = "owner";

  owner_state(runtime::host<handle>* actor, net::unique_fd socket, owner_state*& where,
              texts& events)
      : self(actor),
        stream(
            actor, std::move(socket), peer,
            {.bytes =
                 [&](std::string_view bytes) { events.push_back("bytes " + std::string{bytes}); },
             .input_ended = [&] { events.emplace_back("input ended"); },
             .drained = [&] { events.emplace_back("drained"); },
             .stalled = [&] { events.emplace_back("stalled"); },
             .gone = [&] { events.emplace_back("gone"); }}) {
    where = this;
  }

  static handle::behavior_type make_behavior() {
    return {[](int32_t) {}, [](int64_t number) { return number; }};
  }

  runtime::host<handle>* self;
  std::string peer = "uid=1 pid=2";
  client_stream stream;
};

inline const auto much = std::string(1024 * 1024, 'x'); // more than the socket holds

struct stream_fixture : actor_fixture {
  stream_fixture()
      : actor(spawn<owner_state>(client.take_other(), owner, events)), stream(owner->stream) {
    settle();
  }

  ~stream_fixture() { end(); }

  void end() {
    caf::anon_send_exit(actor, caf::exit_reason::kill);
    settle();
  }

  void read() {
    stream.read();
    settle();
  }

  void print(std::string_view text) {
    stream.print(text);
    stream.flush();
    settle();
  }

  /// The events since the last call.
  texts told() { return std::exchange(events, {}); }

  stream_end client;
  texts events;
  owner_state* owner = nullptr;
  doer_actor actor;
  client_stream& stream;
};

} // namespace mw::test

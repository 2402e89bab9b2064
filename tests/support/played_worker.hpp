// Worker processes with their proxies, played by the test, for random schedules of commands.
#pragma once

#include "messages/process.hpp"
#include "tests/support/actor_fixture.hpp"
#include "tests/support/framed_worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mw::test {

/// What process `serial` answers to a command, a number: empty, short, or more than the window of
/// a client that does not read. No other command has this answer, and no other process.
inline std::string played_answer(const std::string& command, uint64_t serial) {
  static constexpr size_t repetitions[] = {0, 1, 1, 2, 5, 100, 1, 90'000, 3, 9'000, 1};
  auto times = repetitions[std::stoull(command) % std::size(repetitions)];
  if (times == 0)
    return {};
  auto answer = std::string{};
  for (auto one = fmt::format("{}@{}\n", command, serial); times > 0; --times)
    answer += one;
  return answer + "\n";
}

/// The worker's end of one channel, with the command that runs on it.
class played_channel {
public:
  /// The command; empty: it has answered.
  const std::string& runs() const { return command_; }

  bool is_done() const { return command_.empty() && unsent_.empty(); }

  void begin(const std::string& command, std::string answer) {
    CHECK(is_done()); // one command at a time
    command_ = command;
    rest_ = std::move(answer);
  }

  /// So many bytes more are to be sent.
  void answer_part(size_t bytes) {
    auto part = rest_.substr(0, bytes);
    rest_.erase(0, part.size());
    net::append_frames(unsent_, part);
  }

  void finish() {
    net::append_frames(unsent_, std::exchange(rest_, {}));
    net::append_end_of_message(unsent_);
    command_.clear();
  }

  /// Sends what the master has room for, at most so many bytes.
  void flush(size_t bytes = std::string::npos) {
    unsent_.erase(0, line.channel.send(std::string_view{unsent_}.substr(0, bytes)));
  }

  size_t left() const { return rest_.size(); }

  size_t unsent() const { return unsent_.size(); }

  framed_worker line;

private:
  std::string command_;
  std::string rest_;   ///< of the answer
  std::string unsent_; ///< frames
};

/// One process.
class played_worker {
public:
  played_worker(caf::actor_system& system, const process_key& process)
      : key(process), proxy(std::in_place, system) {}

  worker_proxy_actor proxy_handle() const { return proxy->as<worker_proxy_actor>(); }

  bool has_question() const { return proxy && !mute && !proxy->empty(); }

  /// The proxy answers one question. `refusal`: what it says instead of opening a channel.
  void answer_question(std::optional<errc> refusal = {}) {
    if (!lives || !takes_more)
      refusal = errc::process_gone;
    proxy->self()->receive(
        [&](const open_channel& wish) -> caf::result<channel_opened> {
          CHECK(wish.framed);
          if (refusal)
            return caf::make_error(*refusal);
          return channels.emplace_back(std::make_unique<played_channel>())->line.opened();
        },
        [&](const ask_fate&) {
          auto how = lives ? " has closed the connection" : " killed by signal 9 (Killed)";
          return fate{to_string(key) + how, !lives};
        });
  }

  /// Reads all channels, and forgets those that the master has closed. The commands that came.
  std::vector<std::string> read() {
    auto came = std::vector<std::string>{};
    for (auto& channel : channels)
      for (auto& command : channel->line.commands()) {
        channel->begin(command, played_answer(command, key.serial));
        came.push_back(std::move(command));
      }
    if (takes_more) // else this end cannot tell
      std::erase_if(channels, [](auto& one) { return one->line.channel.closed(); });
    return came;
  }

  /// What is sent from now on comes back to its sender.
  void take_no_more() {
    takes_more = false;
    for (auto& channel : channels)
      channel->line.channel.refuse_more();
  }

  void die() {
    lives = false;
    channels.clear();
  }

  const process_key key;
  std::optional<peer> proxy; ///< ends after its process
  std::vector<std::unique_ptr<played_channel>> channels;
  bool lives = true;
  bool takes_more = true;
  bool mute = false; ///< its proxy does not answer
  bool is_leaving = false;
};

} // namespace mw::test

// A session with one command at a time, played by the test, for random schedules of commands.
#pragma once

#include "actors/runtime/trace.hpp"
#include "tests/support/actor_fixture.hpp"

#include <optional>
#include <set>
#include <string>
#include <utility>

namespace mw::test {

/// A command that is under way, or is over.
struct asked_command {
  command_id id = 0;
  std::string text = {};
  target where = {};
  runner_lease lease = {};
  std::vector<process_key> members = {}; ///< of a group, as they were when it was asked
  size_t old_members = 0;                ///< the last ones
  std::string got = {};
  size_t uncredited = 0;
  std::optional<std::string> error = {}; ///< set: it has ended
};

class played_asker {
public:
  explicit played_asker(caf::actor_system& system) : peer_(std::in_place, system) {}

  /// `fixture`: to let the pool work meanwhile. False: the command is refused.
  bool ask(actor_fixture& fixture, const runner_pool_actor& pool, asked_command command) {
    command.id = trace::next();
    command_ = std::move(command);
    auto order =
        run_command{.id = command_->id, .level = access_level::admin, .text = command_->text};
    auto answer = peer_->self()->request(pool, caf::infinite, command_->where, std::move(order),
                                         peer_->as<reply_sink_actor>());
    fixture.settle();
    answer.receive([&](const runner_lease& x) { command_->lease = x; },
                   [](const caf::error&) { FAIL("the pool answers an error"); });
    if (command_->lease.result == runner_lease::outcome::found)
      return true;
    CHECK_FALSE(command_->lease.runner);
    command_.reset();
    return false;
  }

  bool is_busy() const { return command_.has_value(); }

  const asked_command& command() const { return *command_; }

  /// Reads what has come; the command, if that was its end. What comes for an earlier one that was
  /// cancelled just now is late, all else that is not for this one is wrong.
  std::optional<asked_command> read() {
    auto over = std::optional<asked_command>{};
    while (!peer_->empty())
      peer_->self()->receive(
          [&](const reply_chunk& part) {
            if (!is_for_us(part.id))
              return;
            command_->got += part.bytes;
            command_->uncredited += part.bytes.size();
          },
          [&](const reply_end& end) {
            if (!is_for_us(end.id))
              return;
            command_->got += end.last;
            command_->error = end.error;
            over = std::exchange(command_, {});
          });
    return over;
  }

  /// Whoever ran a cancelled command has heard of it.
  void nothing_is_late() { cancelled_.clear(); }

  void credit(size_t bytes) {
    bytes = std::min(bytes, command_->uncredited);
    command_->uncredited -= bytes;
    peer_->send(command_->lease.runner, reply_credit{command_->id, bytes});
  }

  void cancel() {
    peer_->send(command_->lease.runner, cancel_command{command_->id});
    cancelled_.insert(command_->id);
    command_.reset();
  }

  /// Ends in the middle of whatever it does; another client comes.
  void leave(caf::actor_system& system) {
    peer_.emplace(system);
    cancelled_.clear();
    command_.reset();
  }

private:
  bool is_for_us(command_id id) {
    auto ours = command_ && command_->id == id;
    CHECK((ours || cancelled_.contains(id)));
    return ours;
  }

  std::optional<peer> peer_;
  std::optional<asked_command> command_;
  std::set<command_id> cancelled_;
};

} // namespace mw::test

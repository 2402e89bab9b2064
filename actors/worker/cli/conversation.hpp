// What is spoken on a CLI channel, without its I/O.
#pragma once

#include "net/stream/channel.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace mw::worker {

struct worker_context;

/// The longest command line: more than the longest that a master takes from its clients.
inline constexpr size_t max_line = (size_t{1024} + 16) * 1024;

/// Says what a conversation needs to go on.
enum class need : uint8_t {
  input, ///< all that was fed is answered
  room,  ///< there is more to answer, but first the output must be sent
  time,  ///< a command is under way, which takes as long as delay() says
  none,  ///< once the output is sent, the connection ends
};

/// Makes bytes of answers from bytes of commands. Its driver feeds it only when input is needed.
class conversation {
public:
  conversation() = default;
  conversation(const conversation&) = delete;
  conversation& operator=(const conversation&) = delete;
  virtual ~conversation() = default;

  virtual void feed(std::string_view bytes) = 0;

  /// Appends answers to `out`, about max_unsent bytes at most.
  virtual need answer(std::string& out) = 0;

  /// Tells, when input is needed, whether a part of a command has come, which its sender can
  /// complete without anybody's help.
  virtual bool awaits_rest() const = 0;

  /// The time that the client may be idle, if it has chosen one.
  virtual std::optional<std::chrono::milliseconds> idle_limit() const { return std::nullopt; }

  /// The time of the command under way: from now until time_is_up().
  virtual std::chrono::milliseconds delay() const = 0;

  /// Ends the command that is under way, and goes on as answer() does.
  virtual need time_is_up(std::string& out) = 0;
};

std::unique_ptr<conversation> make_conversation(net::channel_kind kind, worker_context& worker);

} // namespace mw::worker

// Commands and answers in frames on a channel, any number of them.
#pragma once

#include "actors/worker/cli/cli_session.hpp"
#include "actors/worker/cli/conversation.hpp"
#include "net/stream/frame.hpp"
#include "net/stream/line_splitter.hpp"

#include <string>

namespace mw::worker {

/// Answers each message as if a client had sent it on a line connection of its own in
/// single-command mode; the last LF may be missing. The answer is one message.
class framed_conversation final : public conversation {
public:
  explicit framed_conversation(worker_context& worker) : session_(worker, default_settings, true) {}

  void feed(std::string_view bytes) override;
  need answer(std::string& out) override;

  bool awaits_rest() const override { return !parser_.between_messages(); }

  std::chrono::milliseconds delay() const override { return session_.delay(); }

  need time_is_up(std::string& out) override;

private:
  enum class step : uint8_t { done, starved, failed };

  step take_input();
  bool take_line();
  void send_piece(std::string& out);
  void finish(std::string& out);

  net::frame_parser parser_;
  std::string input_;
  size_t used_ = 0; ///< bytes of input_ that are taken

  // Of the current message:
  cli_session session_;
  net::line_splitter splitter_{max_line};
  std::string line_;
  std::string answer_;    ///< not in a frame yet
  bool begun_ = false;    ///< a line of it has been taken
  bool complete_ = false; ///< its end has been read
};

} // namespace mw::worker

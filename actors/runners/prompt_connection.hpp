// A connection to a HAProxy process that stays open from one command to the next: the quicker way,
// and for one that is leaving the only way, to ask it anything.
#pragma once

#include "actors/runners/marked_answer.hpp"
#include "actors/runners/prompt_request.hpp"
#include "actors/stream/buffered_stream.hpp"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace mw {

/// Gives requests to HAProxy one behind the other, and tells their answers apart. Owned by an
/// actor's state; all its handlers run through the actor's bind().
class prompt_connection {
public:
  struct handlers {
    std::function<void(std::string)> bytes; ///< of the first answer that is not complete
    std::function<void(std::string)> done;  ///< that answer is complete; its last bytes, or none
    std::function<void()> closed;           ///< by the worker; nothing can be asked any more
  };

  /// `self`: the actor.
  prompt_connection(runtime::pinned_actor* self, access_level level, handlers on)
      : level_(level),
        on_(std::move(on)),
        question_mark_(question_mark(level)),
        answer_(level_mark(level)),
        channel_(self, {.bytes = [this](std::string_view bytes) { take(bytes); },
                        .ended = [this](std::error_code) { closed(); }}) {}

  bool is_open() const { return channel_.is_open(); }

  /// `idle`: how long it may have nothing to do, in HAProxy's form (`24d`); then HAProxy closes it.
  void open(net::unique_fd connection, std::string_view idle);

  /// Both are asked for with the next flush(), at this connection's level.
  void add(prompt_request request);
  void add_question(std::string_view question);

  void flush() { channel_.write(std::exchange(lines_, {})); }

  /// No more of the answer is read before resume().
  void pause() { channel_.pause(); }

  void resume() { channel_.resume(); }

  void close() { channel_.close(); }

private:
  /// Bytes around an answer; without a mark the answer is that of a plain question.
  struct expected {
    std::string lead;
    std::string mark;
  };

  std::string greeting(std::string_view idle) const;
  void expect(expected answer);
  void begin_next();
  void take(std::string_view bytes);
  void completed(std::string rest);
  std::string without_lead(std::string text);
  void closed();

  access_level level_;
  handlers on_;
  std::string question_mark_;
  marked_answer answer_; ///< to the greeting, at first
  bool greeted_ = false;
  std::deque<expected> expected_; ///< the first of them is being answered
  buffered_stream channel_;
  std::string lines_; ///< to be written
  std::string begun_; ///< what may be the lead's beginning
};

} // namespace mw

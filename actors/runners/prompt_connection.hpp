// A session with a HAProxy process that stays open from one command to the next: the quicker way,
// and for one that is leaving the only way, to ask it anything.
#pragma once

#include "actors/runners/channel_stream.hpp"
#include "actors/runners/marked_answer.hpp"
#include "actors/runners/prompt_request.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace mw {

/// Runs requests one at a time, or plain questions one behind the other, all at one level. Owned by
/// an actor's state; all its handlers run through the actor's bind().
class prompt_connection {
public:
  struct handlers {
    std::function<void()> ready;            ///< it has been opened and answers
    std::function<void(std::string)> bytes; ///< of the answer
    std::function<void(std::string)> done;  ///< the answer is complete; its last bytes, or none
    std::function<void()> closed;           ///< by the worker; nothing can be asked any more
  };

  prompt_connection(access_level level, handlers on)
      : level_(level),
        on_(std::move(on)),
        question_mark_(question_mark(level)),
        answer_(level_mark(level)),
        channel_({[this](std::string_view bytes) { take(bytes); }, [this] { closed(); }}) {}

  bool is_open() const { return channel_.is_open(); }

  /// Answers, and has nothing to do.
  bool is_idle() const { return is_open() && answer_.is_complete(); }

  /// `self`: the actor. `idle`: how long it may have nothing to do, in HAProxy's form (`24d`);
  /// then HAProxy closes it.
  template <class Self>
  void open(Self* self, int descriptor, std::string_view idle) {
    channel_.open(self, descriptor);
    channel_.write(self, greeting(idle));
    answer_.begin();
  }

  /// `request` needs this session's level, and the session must be idle.
  template <class Self>
  void run(Self* self, const prompt_request& request) {
    begun_.clear();
    lead_ = answer_lead(request);
    answer_.begin(end_mark(request));
    runs_ = true;
    channel_.write(self, written_form(request));
  }

  /// So many plain questions, as append_question() writes them, at this session's level: answered
  /// in their order, also when the session is not idle.
  template <class Self>
  void ask(Self* self, std::string_view questions, size_t count) {
    asked_ += count;
    if (answer_.is_complete())
      begin_next();
    channel_.write(self, questions);
  }

  /// So many bytes of the answer are not needed here any more: as many may come again.
  template <class Self>
  void credit(Self* self, size_t bytes) {
    channel_.credit(self, bytes);
  }

  void close() { channel_.close(); }

private:
  void begin_next();
  std::string greeting(std::string_view idle) const;
  void take(std::string_view bytes);
  void completed(std::string rest);
  std::string without_lead(std::string text);
  void closed();

  access_level level_;
  handlers on_;
  std::string question_mark_;
  marked_answer answer_;
  channel_stream channel_;
  std::string begun_; ///< what may be the lead's beginning
  std::string lead_;  ///< what of it has not come yet
  bool runs_ = false; ///< else the answer is to the greeting
  size_t asked_ = 0;  ///< questions behind what is being answered
};

} // namespace mw

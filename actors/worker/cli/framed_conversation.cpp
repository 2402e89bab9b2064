// Framed commands: see framed_conversation.hpp.
#include "actors/worker/cli/framed_conversation.hpp"

namespace mw::worker {

void framed_conversation::feed(std::string_view bytes) {
  input_.erase(0, used_);
  used_ = 0;
  input_ += bytes;
}

need framed_conversation::answer(std::string& out) {
  for (;;) {
    session_.run(answer_);
    if (session_.takes_time() || session_.has_work()) {
      send_piece(out);
      return session_.takes_time() ? need::time : need::room;
    }
    if (take_line())
      continue;
    if (complete_)
      finish(out);
    if (out.size() >= max_unsent)
      return need::room;
    if (auto taken = take_input(); taken != step::done)
      return taken == step::starved ? need::input : need::none;
  }
}

need framed_conversation::time_is_up(std::string& out) {
  session_.time_is_up(answer_);
  return answer(out);
}

framed_conversation::step framed_conversation::take_input() {
  using event = net::frame_parser::event;
  auto left = std::string_view(input_).substr(used_);
  std::string_view piece;
  auto found = parser_.next(left, piece);
  used_ = input_.size() - left.size();
  if (found == event::need_more)
    return step::starved;
  if (found == event::too_long)
    return step::failed;
  complete_ = found == event::end;
  if (!session_.over())
    splitter_.feed(piece);
  return step::done;
}

/// Hands the session the next line of the message, if there is one that it still wants. A message
/// without any text is an empty line.
bool framed_conversation::take_line() {
  using event = net::line_splitter::event;
  if (session_.over())
    return false;
  auto found = splitter_.next(line_);
  if (found == event::too_long) {
    session_.refuse_line(answer_);
    return true;
  }
  if (found == event::need_more) {
    if (!complete_)
      return false;
    line_ = splitter_.take_rest();
    if (line_.empty() && begun_)
      return false;
  }
  begun_ = true;
  session_.take_line(line_, answer_);
  return true;
}

void framed_conversation::send_piece(std::string& out) {
  net::append_frames(out, answer_);
  answer_.clear();
}

void framed_conversation::finish(std::string& out) {
  send_piece(out);
  net::append_end_of_message(out);
  session_.restart();
  splitter_.take_rest();
  begun_ = false;
  complete_ = false;
}

} // namespace mw::worker

// The line protocol: see line_conversation.hpp.
#include "actors/worker/cli/line_conversation.hpp"

namespace mw::worker {

need line_conversation::answer(std::string& out) {
  using event = net::line_splitter::event;
  for (;;) {
    session_.run(out);
    if (session_.takes_time())
      return need::time;
    if (session_.over())
      return need::none;
    if (out.size() >= max_unsent)
      return need::room;
    switch (splitter_.next(line_)) {
    case event::need_more:
      return need::input;
    case event::line:
      session_.take_line(line_, out);
      break;
    case event::too_long:
      session_.refuse_line(out);
      break;
    }
  }
}

need line_conversation::time_is_up(std::string& out) {
  session_.time_is_up(out);
  return answer(out);
}

} // namespace mw::worker

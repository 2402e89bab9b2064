// The line protocol: see line_conversation.hpp.
#include "actors/worker/line_conversation.hpp"

namespace mw::worker {

need line_conversation::answer(std::string& out) {
  using event = net::line_splitter::event;
  for (;;) {
    session_.run(out);
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

} // namespace mw::worker

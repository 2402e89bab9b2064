// Chooses what is spoken on a channel.
#include "actors/worker/cli/conversation.hpp"

#include "actors/worker/cli/framed_conversation.hpp"
#include "actors/worker/cli/line_conversation.hpp"

namespace mw::worker {

std::unique_ptr<conversation> make_conversation(net::channel_kind kind, worker_context& worker) {
  if (kind == net::channel_kind::framed)
    return std::make_unique<framed_conversation>(worker);
  return std::make_unique<line_conversation>(worker);
}

} // namespace mw::worker

// The answer to one command: see reply_stream.hpp.
#include "actors/reply/reply_stream.hpp"

#include "messages/protocols/type_ids.hpp"

#include <utility>

namespace mw {

namespace {

/// Sends as CAF's `self->send` does, which is a member of each actor type.
template <class Message>
void send(caf::local_actor* from, const reply_sink_actor& to, Message message) {
  caf::actor_cast<caf::abstract_actor*>(to)->eq_impl(caf::make_message_id(), from->ctrl(),
                                                     from->context(), std::move(message));
}

} // namespace

void reply_stream::write(std::string bytes) {
  if (!is_wanted() || bytes.empty())
    return;
  window_.sent(bytes.size());
  send(from_, to_, reply_chunk{id_, std::move(bytes)});
}

void reply_stream::end(std::string error, std::string last, end_status status) {
  if (!error.empty() && status == end_status::ok)
    status = end_status::lost;
  if (auto* from = std::exchange(from_, nullptr))
    send(
        from, to_,
        reply_end{.id = id_, .error = std::move(error), .last = std::move(last), .status = status});
}

} // namespace mw

// The applet's trace readers: see trace_readers.hpp.
#include "actors/applet/trace_readers.hpp"

#include "actors/actor_trace/reader.hpp"

namespace mw {

void trace_readers::start(runtime::asio_unit& unit, run_command command,
                          const reply_sink_actor& sink) {
  auto reader = runtime::spawn_on<trace_reader_state>(unit);
  self_->monitor(reader);
  running_.emplace(command.id, reader);
  self_->send(reader, std::move(command), sink);
}

void trace_readers::drop(const caf::actor_addr& reader) {
  std::erase_if(running_, [&](const auto& one) { return one.second.address() == reader; });
}

} // namespace mw

// What links tell a client when a worker does not answer.
#pragma once

#include "messages/processes/process.hpp"
#include "messages/protocols/type_ids.hpp"

#include <caf/error.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace mw {

/// A proxy answers at once; one that does not is a fault of ours, and the client shall not wait for
/// it.
inline constexpr auto channel_time_limit = std::chrono::seconds{5};

/// A little longer than the proxy itself waits for the process to end.
inline constexpr auto fate_time_limit = std::chrono::seconds{5};

/// Whether the proxy says that the process has ended, or the proxy itself has, after it.
bool is_process_gone(const caf::error& error);

/// `worker 1 (5249) cannot be reached: <reason>`.
std::string why_no_channel(const process_key& process, const caf::error& error);

/// Asks the proxy why a channel has ended; `done(end_of_process)` gets its answer.
template <class Self, class F>
void ask_for_end(Self* self, const worker_proxy_actor& proxy, const process_key& process, F done) {
  self->request(proxy, fate_time_limit, ask_end{})
      .then([done](end_of_process& answer) mutable { done(std::move(answer)); },
            [done, process](const caf::error&) mutable {
              done(end_of_process{to_string(process) + " is gone", true});
            });
}

} // namespace mw

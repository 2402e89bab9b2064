// Fetches what a worker's servers are like, for the process that takes its place.
#pragma once

#include "actors/runtime/component.hpp"
#include "actors/stream/buffered_stream.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/stream/frame.hpp"

#include <tl/expected.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace mw {

/// A reload waits no longer for an old worker that hangs.
inline constexpr auto states_time_limit = std::chrono::seconds{2};
/// About a hundred thousand servers.
inline constexpr auto most_states = size_t{16} * 1024 * 1024;

/// Asks once. Owned by the proxy of the new process; the old one's opens the channel, as it does
/// for links.
class state_handover {
public:
  /// The answers to `show servers state` and `show servers addr`, or why there are none.
  using answer = tl::expected<std::string, std::string>;

  /// `done`: called once, within states_time_limit.
  state_handover(runtime::host<worker_proxy_actor>* self, std::function<void(answer)> done);

  void ask(const worker_proxy_actor& predecessor);

private:
  void overdue();
  void opened(const channel_opened& news);
  void got(std::string_view bytes);
  void finish(answer result);

  runtime::host<worker_proxy_actor>* self_;
  std::function<void(answer)> done_;
  buffered_stream channel_;
  net::frame_parser frames_;
  std::string text_;
};

} // namespace mw

// Opens channels to one worker through its control pair.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/base/error.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/unique_fd.hpp"
#include "net/stream/channel.hpp"

#include <asio/posix/stream_descriptor.hpp>
#include <tl/expected.hpp>

#include <deque>
#include <optional>

namespace mw {

/// How long a worker may take no more connections before those who wait for one are refused. Below
/// channel_time_limit, so that they learn why.
inline constexpr auto busy_time_limit = std::chrono::seconds{2};

/// Owns the master's end of the control pair; while it is open, the worker lives on. Owned by the
/// worker's proxy.
class channel_broker {
public:
  explicit channel_broker(runtime::host<worker_proxy_actor>* self) : self_(self) {}

  /// From now on there is a worker.
  void begin(net::unique_fd control);
  /// The worker has ended: those who wait for a channel are refused.
  void end();

  /// The master's end of the control pair. There must be a worker.
  int control() { return control_->native_handle(); }

  /// A channel at once; errc::process_busy: there is no room in the control pair now.
  tl::expected<net::unique_fd, errc> make(net::channel_kind kind);
  /// A channel when there is room for it, within busy_time_limit.
  caf::result<channel_opened> open(net::channel_kind kind);
  /// Makes the answer to a request for this channel.
  channel_opened answer(net::unique_fd end, net::channel_kind kind);

  /// A duplicate of the control pair, the same for all who ask; null without a descriptor left.
  /// HAProxy takes one command on each channel: asking another thread for each would cost as much
  /// as the command itself.
  shared_control share();

  /// Gives later requests another duplicate: the one that was shared closes with its users.
  void stop_sharing() { shared_ = {}; }

  void set_knows_patterns(bool knows) { knows_patterns_ = knows; }

private:
  void wait_for_room();
  void open_waiting();
  void refuse_waiting(errc why);

  /// Keeps a request for a channel while the control pair is full.
  struct waiting_asker {
    caf::typed_response_promise<channel_opened> promise;
    net::channel_kind kind;
  };

  runtime::host<worker_proxy_actor>* self_;
  std::optional<asio::posix::stream_descriptor> control_; ///< nothing: there is no worker
  shared_control shared_;
  std::deque<waiting_asker> waiting_;
  runtime::host<worker_proxy_actor>::timer patience_; ///< with a worker that takes no channels
  bool knows_patterns_ = false;                       ///< see channel_opened
};

} // namespace mw

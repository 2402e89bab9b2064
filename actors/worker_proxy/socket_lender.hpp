// Lends the control pair of a HAProxy process to the one that takes over its listening sockets.
#pragma once

#include "actors/runtime/component.hpp"
#include "actors/stream/buffered_stream.hpp"
#include "actors/worker_proxy/channel_broker.hpp"

#include <optional>

namespace mw {

/// A HAProxy process that asks another one for sockets gives up if there are none (`bind fd@n`
/// alone): so the other one is asked before, with the first line of the same conversation. Owned by
/// the worker's proxy.
class socket_lender {
public:
  socket_lender(runtime::host<worker_proxy_actor>* self, channel_broker& channels);

  caf::result<control_lent> lend();
  /// Refuses the control pair to all that wait for it.
  void refuse();

private:
  void give();

  runtime::host<worker_proxy_actor>* self_;
  channel_broker& channels_;
  buffered_stream probe_;
  std::optional<caf::typed_response_promise<control_lent>> borrower_;
};

} // namespace mw

// Lends the control pair of a HAProxy process: see socket_lender.hpp.
#include "actors/worker_proxy/socket_lender.hpp"

#include <utility>

namespace mw {

socket_lender::socket_lender(runtime::host<worker_proxy_actor>* self, channel_broker& channels)
    : self_(self),
      channels_(channels),
      probe_(self, {.bytes = [this](std::string_view) { give(); },
                    .ended = [this](std::error_code) { refuse(); }}) {}

caf::result<control_lent> socket_lender::lend() {
  auto channel = channels_.make(net::channel_kind::lines);
  if (!channel || borrower_)
    return caf::make_error(channel ? errc::process_busy : channel.error());
  borrower_ = self_->make_response_promise<control_lent>();
  probe_.open(std::move(*channel));
  probe_.write("_getsocks\n");
  return *borrower_;
}

void socket_lender::give() {
  probe_.close();
  auto borrower = std::exchange(borrower_, std::nullopt);
  if (!borrower)
    return;
  auto control = channels_.share();
  if (control.fd)
    borrower->deliver(control_lent{std::move(control)});
  else
    borrower->deliver(caf::make_error(errc::no_descriptors));
}

void socket_lender::refuse() {
  probe_.close();
  if (auto borrower = std::exchange(borrower_, std::nullopt))
    borrower->deliver(caf::make_error(errc::process_gone));
}

} // namespace mw

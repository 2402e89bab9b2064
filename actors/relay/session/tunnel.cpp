// Both directions at once: see tunnel.hpp.
#include "actors/relay/session/tunnel.hpp"

#include <algorithm>

namespace mw::relay {

namespace {

splicing splicing_of(bool always, bool automatic) {
  return always ? splicing::always : automatic ? splicing::automatic : splicing::never;
}

/// Finds the end that has failed, of the flow from `source` to `target`.
tunnel::state lost(flow::result result, tunnel::state source, tunnel::state target) {
  if (result == flow::result::source_lost)
    return source;
  return result == flow::result::target_lost ? target : tunnel::state::idle;
}

} // namespace

void tunnel::use_splicing(const config::proxy_settings& front, const config::proxy_settings& back) {
  auto automatic = back.splice_auto || front.splice_auto;
  to_server.use_splicing(splicing_of(back.splice_request || front.splice_request, automatic));
  to_client.use_splicing(splicing_of(back.splice_response || front.splice_response, automatic));
}

/// Moves what the server says first: whatever it sent before it closed gets to the client.
tunnel::state tunnel::run(clock::time_point now) {
  auto from_server = to_client.run(now);
  auto from_client = to_server.run(now);
  auto gone = lost(from_server, state::server_lost, state::client_lost);
  if (gone == state::idle)
    gone = lost(from_client, state::client_lost, state::server_lost);
  if (gone != state::idle)
    return gone;
  if (to_client.finished() && to_server.finished())
    return state::finished;
  to_client.pass_end_on();
  to_server.pass_end_on();
  auto more = from_server == flow::result::more || from_client == flow::result::more;
  return more ? state::more : state::idle;
}

clock::time_point tunnel::deadline() const {
  return std::min(client_.deadline(), server_.deadline());
}

} // namespace mw::relay

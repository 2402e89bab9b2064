// The way in through a PROXY header (`-S <address>,accept-proxy`): who the client is, said in front
// of its bytes.
#pragma once

#include "actors/runtime/component.hpp"
#include "messages/protocols/type_ids.hpp"
#include "net/base/unique_fd.hpp"

#include <asio/posix/stream_descriptor.hpp>

#include <string>
#include <string_view>

namespace mw {

/// How long a client may take for its header, and for its TLS handshake.
inline constexpr auto entry_time_limit = std::chrono::seconds{10};

/// One client, until its header is read: then the listener gets it, with the bytes behind the
/// header unread. A wrong or late header ends the connection, and one line of the log says so.
class proxy_header_entry_state {
public:
  using handle = entry_actor;
  static constexpr const char* name = "header-entry";

  /// `peer`: who has connected, for the log.
  proxy_header_entry_state(runtime::host<handle>* self, net::unique_fd client, std::string peer,
                           listener_actor listener);

  handle::behavior_type make_behavior();
  void begin();

private:
  void wait();
  void read();
  void passed(const std::string& source);
  void fail(std::string_view reason);

  runtime::host<handle>* self_;
  net::unique_fd client_;
  asio::posix::stream_descriptor readable_; ///< a copy of its descriptor
  std::string peer_;
  listener_actor listener_;
  std::string header_; ///< as far as it has come
};

} // namespace mw

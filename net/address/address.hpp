// The address forms of HAProxy's `bind` and `-S`, as values.
#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mw::net {

/// The longest unix path, in bytes: it leaves room in sun_path for the suffix of the temporary
/// name. HAProxy has the same limit.
inline constexpr size_t max_unix_path = 97;
/// The longest abstract name, in bytes: sun_path without its leading NUL.
inline constexpr size_t max_abstract_name = 107;

/// The place where a listener listens. `form` says which members count.
struct address {
  enum class kind : uint8_t {
    unix_path,      ///< `/path`, `unix@path`: `path`
    abstract,       ///< `abns@name`: `path`; NUL-padded to the whole sun_path
    abstract_exact, ///< `abnsz@name`: `path`; its exact length
    inet,           ///< `ipv4@h:p`, `ipv6@h:p`, `h:p`, `[::1]:p`, `:p`, `*:p`: `host`, `port`,
                    ///< `last_port`, `family`
    inherited,      ///< `fd@n`: `fd`, an inherited bound socket, listening or not; `fd@name`:
                    ///< `path`, the name of such sockets in LISTEN_FDNAMES, and no `fd`
    socket_pair,    ///< `sockpair@n`: `fd`, on which connections arrive as descriptors
  };
  kind form = kind::unix_path;
  std::string path;
  std::string host;       ///< without brackets; empty: any
  uint16_t port = 0;      ///< 0: the kernel chooses
  uint16_t last_port = 0; ///< the end of a range `lo-hi`; equal to `port` if there is no range
  int family = 0;         ///< AF_UNSPEC, AF_INET or AF_INET6, as the prefix says
  int fd = -1;

  friend bool operator==(const address&, const address&) = default;
};

/// Reads one address. Host names are not looked up, descriptors not looked at: open_listeners()
/// does that. The error is one sentence that names what is wrong, as HAProxy words it where it does
/// (`missing port specification in '127.0.0.1'`).
tl::expected<address, std::string> parse_address(std::string_view text);

/// The address as `show cli sockets` and HAPROXY_MASTER_CLI print it: `unix@/path`, `abns@name`,
/// `ipv4@127.0.0.1:80`, `ipv6@[::1]:80`, `fd@3`, `fd@web`, `sockpair@3`; any host is `0.0.0.0`, as
/// it is bound. A name of either family has no prefix. parse_address() reads every one of these.
std::string to_string(const address& where);

} // namespace mw::net

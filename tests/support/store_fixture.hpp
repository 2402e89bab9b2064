// A store of listening sockets with a folder for their paths.
#pragma once

#include "actors/socket_store.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <string>

namespace mw::test {

inline listen_options with() {
  return {};
}

/// Options of which these have these values: `with(&listen_options::mode, 0600, ...)`.
template <class T, class Value, class... Rest>
listen_options with(T listen_options::*member, Value value, Rest... rest) {
  auto made = with(rest...);
  made.*member = value;
  return made;
}

class store_fixture {
public:
  using outcome = tl::expected<shared_sockets, std::string>;

  outcome try_get(const std::string& address, const listen_options& options = {}) {
    return store.get(net::parse_address(address).value(), options);
  }

  shared_sockets get(const std::string& address, const listen_options& options = {}) {
    auto got = try_get(address, options);
    INFO((got ? "" : got.error()));
    REQUIRE(got);
    return *got;
  }

  /// The error, or `none`.
  std::string refusal(const std::string& address, const listen_options& options = {}) {
    auto got = try_get(address, options);
    return got ? "none" : got.error();
  }

  /// Of `path`.
  mode_t mode() const { return status_of(path).st_mode & 0777U; }

  temporary_folder folder;
  std::string path = folder / "w.sock";
  socket_store store;
};

} // namespace mw::test

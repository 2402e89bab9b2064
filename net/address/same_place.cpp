// Compares addresses by what they mean: see same_place.hpp.
#include "net/address/same_place.hpp"

#include <filesystem>

namespace mw::net {

namespace {

/// Prints an address without its ports, all spellings of it alike.
std::string without_port(address where) {
  if (where.form == address::kind::unix_path)
    where.path = std::filesystem::path(where.path).lexically_normal();
  where.port = 0;
  where.last_port = 0;
  return to_string(where);
}

bool share_a_port(const address& a, const address& b) {
  bool chosen_by_kernel = a.port == 0 || b.port == 0;
  return !chosen_by_kernel && a.port <= b.last_port && b.port <= a.last_port;
}

} // namespace

bool same_place(const address& a, const address& b) {
  if (without_port(a) != without_port(b))
    return false;
  return a.form != address::kind::inet || share_a_port(a, b);
}

} // namespace mw::net

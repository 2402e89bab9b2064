// Reading and printing addresses: a table of prefixes, then one reader per form.
#include "net/address/address.hpp"

#include "net/address/inet_address.hpp"
#include "net/base/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include <sys/socket.h>

namespace mw::net {

namespace {

using kind = address::kind;
using result = tl::expected<address, std::string>;

struct prefix {
  std::string_view text;
  kind form;
  int family;
};

constexpr std::array prefixes{
    prefix{"unix@", kind::unix_path, AF_UNSPEC},
    prefix{"uxst@", kind::unix_path, AF_UNSPEC},
    prefix{"abns@", kind::abstract, AF_UNSPEC},
    prefix{"abnsz@", kind::abstract_exact, AF_UNSPEC},
    prefix{"ipv4@", kind::inet, AF_INET},
    prefix{"tcp4@", kind::inet, AF_INET},
    prefix{"ipv6@", kind::inet, AF_INET6},
    prefix{"tcp6@", kind::inet, AF_INET6},
    prefix{"tcp@", kind::inet, AF_UNSPEC},
    prefix{"fd@", kind::inherited, AF_UNSPEC},
    prefix{"sockpair@", kind::socket_pair, AF_UNSPEC},
};

constexpr std::array<std::string_view, 6> datagram_prefixes{"udp@",  "udp4@",  "udp6@",
                                                            "uxdg@", "quic4@", "quic6@"};

result parse_name(kind form, std::string_view name, std::string_view text) {
  auto limit = form == kind::unix_path ? max_unix_path : max_abstract_name;
  if (name.empty())
    return failure("missing socket path in '{}'", text);
  if (name.size() > limit)
    return failure("socket path '{}' too long (max {})", text, limit);
  if (name.find('\0') != std::string_view::npos)
    return failure("a NUL in the socket path '{}'", name.substr(0, name.find('\0')));
  address where;
  where.form = form;
  where.path = name;
  return where;
}

/// systemd's names have no control characters and no `:`, which stands between them.
bool is_descriptor_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return c >= ' ' && c < 0x7f && c != ':'; });
}

bool is_number(std::string_view text) {
  auto digits = text.starts_with('-') ? 1U : 0U;
  return text.find_first_not_of("0123456789", digits) == std::string_view::npos;
}

result parse_descriptor(kind form, std::string_view number, std::string_view text) {
  address where;
  where.form = form;
  auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), where.fd);
  bool whole = !number.empty() && end == number.data() + number.size();
  if (!whole || error != std::errc{} || where.fd < 0 || number.front() == '-')
    return failure("file descriptor '{}' is not a valid integer in '{}'", number, text);
  return where;
}

result parse_inherited(std::string_view name, std::string_view text) {
  if (is_number(name))
    return parse_descriptor(kind::inherited, name, text);
  if (!is_descriptor_name(name))
    return failure("file descriptor '{}' is neither a number nor a name in '{}'", name, text);
  address where;
  where.form = kind::inherited;
  where.path = name;
  return where;
}

} // namespace

result parse_address(std::string_view text) {
  if (text.empty())
    return failure("empty address");
  if (text.front() == '/')
    return parse_name(kind::unix_path, text, text);
  auto begins = [text](std::string_view start) { return text.starts_with(start); };
  if (std::any_of(datagram_prefixes.begin(), datagram_prefixes.end(), begins))
    return failure("dgram-type address not acceptable in '{}'", text);
  auto found = std::find_if(prefixes.begin(), prefixes.end(),
                            [&](const prefix& known) { return begins(known.text); });
  if (found == prefixes.end())
    return parse_inet(text, text, AF_UNSPEC);
  auto rest = text.substr(found->text.size());
  switch (found->form) {
  case kind::inet:
    return parse_inet(rest, text, found->family);
  case kind::inherited:
    return parse_inherited(rest, text);
  case kind::socket_pair:
    return parse_descriptor(found->form, rest, text);
  default:
    return parse_name(found->form, rest, text);
  }
}

std::string to_string(const address& where) {
  switch (where.form) {
  case kind::unix_path:
    return "unix@" + where.path;
  case kind::abstract:
    return "abns@" + where.path;
  case kind::abstract_exact:
    return "abnsz@" + where.path;
  case kind::inherited:
    return where.path.empty() ? fmt::format("fd@{}", where.fd) : "fd@" + where.path;
  case kind::socket_pair:
    return fmt::format("sockpair@{}", where.fd);
  case kind::inet:
    break;
  }
  return inet_to_string(where);
}

} // namespace mw::net

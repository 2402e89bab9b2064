// Reads times: see duration.hpp.
#include "actors/config/text/duration.hpp"

#include "actors/config/text/printable.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace mw::config {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

struct unit {
  std::string_view name;
  microseconds length;
};

using namespace std::chrono_literals;

/// A name that another one begins with stands behind it.
constexpr std::array units{
    unit{"us", 1us}, unit{"ms", 1ms}, unit{"s", 1s}, unit{"m", 1min}, unit{"h", 1h}, unit{"d", 24h},
};

tl::unexpected<bad_duration> unexpected_at(std::string_view rest) {
  return tl::unexpected(bad_duration{false, printable(rest.substr(0, 1))});
}

tl::expected<milliseconds, bad_duration> product(std::string_view digits, microseconds length) {
  auto most = static_cast<uint64_t>(microseconds(longest_duration) / length);
  uint64_t count = 0;
  auto error = std::from_chars(digits.data(), digits.data() + digits.size(), count).ec;
  if (error != std::errc{} || count > most)
    return tl::unexpected(bad_duration{true, {}});
  return std::chrono::ceil<milliseconds>(static_cast<int64_t>(count) * length);
}

} // namespace

tl::expected<milliseconds, bad_duration> parse_duration(std::string_view text, milliseconds plain) {
  auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  auto digits = text.substr(0, end);
  auto rest = text.substr(end);
  if (digits.empty())
    return unexpected_at(rest);
  if (rest.empty())
    return product(digits, plain);
  const auto* found = std::find_if(units.begin(), units.end(),
                                   [rest](const unit& one) { return rest.starts_with(one.name); });
  if (found == units.end())
    return unexpected_at(rest);
  if (rest.size() > found->name.size())
    return unexpected_at(rest.substr(found->name.size()));
  return product(digits, found->length);
}

} // namespace mw::config

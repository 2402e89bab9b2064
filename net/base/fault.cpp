// Faults on order: see fault.hpp.
#include "net/base/fault.hpp"

#include "net/base/lossy_output.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <limits>
#include <memory>
#include <optional>
#include <thread>

#include <unistd.h>

namespace mw::net {

namespace {

using effect = fault::effect;

struct effect_name {
  std::string_view name;
  effect what;
  std::optional<unsigned> highest = {}; ///< the highest number; nothing: the effect takes none
};

constexpr std::array names{
    effect_name{"kill9", effect::kill9},
    effect_name{"stop", effect::stop},
    effect_name{"abort", effect::abort},
    effect_name{"exit", effect::exit, 255U},
    effect_name{"delay", effect::delay, std::numeric_limits<int>::max()},
};

/// Reads one part, `<step>:<effect>` or `<step>:<effect>=<number>`.
std::optional<fault> parse_fault(std::string_view text) {
  auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0)
    return std::nullopt;
  auto order = text.substr(colon + 1);
  auto equals = std::min(order.find('='), order.size());
  const auto* found = std::find_if(names.begin(), names.end(), [&](const effect_name& one) {
    return one.name == order.substr(0, equals);
  });
  if (found == names.end() || found->highest.has_value() != (equals < order.size()))
    return std::nullopt;
  auto result = fault{std::string(text.substr(0, colon)), found->what};
  if (!found->highest)
    return result;
  auto number = parse_number(order.substr(equals + 1), 0U, *found->highest);
  result.number = number.value_or(0);
  return number ? std::optional(std::move(result)) : std::nullopt;
}

void suffer(const fault& what) {
  switch (what.what) {
  case effect::kill9:
    ::kill(::getpid(), SIGKILL);
    break;
  case effect::stop:
    ::kill(::getpid(), SIGSTOP);
    break;
  case effect::exit:
    ::_exit(static_cast<int>(what.number));
  case effect::delay:
    std::this_thread::sleep_for(std::chrono::milliseconds(what.number));
    break;
  case effect::abort:
    std::abort();
  }
}

using faults = std::vector<fault>;

std::unique_ptr<const faults> read_environment() {
  const char* text = std::getenv("MW_FAULT");
  if (text == nullptr)
    return nullptr;
  auto parsed = parse_faults(text);
  if (parsed)
    return std::make_unique<const faults>(std::move(*parsed));
  lossy_output(STDERR_FILENO).write(parsed.error() + '\n');
  return nullptr;
}

/// The faults that MW_FAULT orders; null if it orders none.
const faults* ordered() {
  static const auto all = read_environment();
  return all.get();
}

} // namespace

tl::expected<std::vector<fault>, std::string> parse_faults(std::string_view text) {
  faults all;
  for (bool more = true; more;) {
    auto end = std::min(text.find(','), text.size());
    auto part = parse_fault(text.substr(0, end));
    if (!part)
      return tl::unexpected(fmt::format("MW_FAULT: '{}' is not "
                                        "<step>:kill9|stop|exit=<code>|delay=<ms>|abort",
                                        text.substr(0, end)));
    all.push_back(std::move(*part));
    more = end < text.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

void suffer_faults(std::span<const fault> faults, std::string_view step) {
  for (const auto& one : faults)
    if (one.step == step)
      suffer(one);
}

void fault_point(std::string_view step) {
  if (const auto* all = ordered())
    suffer_faults(*all, step);
}

bool is_fault_ordered(std::string_view step) {
  const auto* all = ordered();
  return all != nullptr && std::any_of(all->begin(), all->end(),
                                       [step](const fault& one) { return one.step == step; });
}

} // namespace mw::net

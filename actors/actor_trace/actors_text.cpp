// The text of `show actors`: see actors_text.hpp.
#include "actors/actor_trace/actors_text.hpp"

#include "actors/recorder/ticks.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

std::string age_text(const actor_view& actor, const ticks::scale& scale) {
  if (actor.oldest == 0)
    return "-";
  return fmt::format("{:.3f}ms", static_cast<double>(scale.ago(actor.oldest)) / 1'000'000);
}

double busy_percent(const actor_view& actor, const ticks::scale& scale) {
  auto age = static_cast<double>(scale.ago(actor.since));
  auto busy = static_cast<double>(scale.nanoseconds(0, actor.busy));
  return age > 0 ? 100 * busy / age : 0;
}

} // namespace

std::string actors_text(const std::vector<actor_view>& actors) {
  constexpr auto form = "{:<24} {:<15} {:>7} {:>7} {:>10} {:>7} {:>10}\n";
  auto text = fmt::format(form, "#<actor>", "<thread>", "<wait>", "<max>", "<handled>", "<busy>",
                          "<oldest>");
  auto scale = ticks::scale{};
  for (const auto& one : actors)
    text += fmt::format(form, fmt::format("{}#{}", one.name, one.id), one.thread, one.waiting,
                        one.most_waiting, one.handled,
                        fmt::format("{:.2f}%", busy_percent(one, scale)), age_text(one, scale));
  return text;
}

} // namespace mw

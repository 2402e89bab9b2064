// Whether a worker answers: see liveness.hpp.
#include "actors/worker_proxy/liveness.hpp"

#include "actors/recorder/trace_context.hpp"
#include "net/base/number.hpp"

#include <algorithm>
#include <utility>

namespace mw {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr auto longest_period = milliseconds{5s};
constexpr auto longest_trust = milliseconds{15s};

/// The first line of what `show version` answers; empty if it is none.
std::string version_in(std::string_view answer) {
  constexpr size_t longest = 64;
  auto line = answer.substr(0, answer.find('\n'));
  auto is_printable = [](unsigned char c) { return c > ' ' && c < 0x7f; };
  auto good = line.size() < std::min(longest, answer.size()) &&
              std::all_of(line.begin(), line.end(), is_printable);
  return good ? std::string{line} : std::string{};
}

} // namespace

bool has_patterns(std::string_view version) {
  auto dot = version.find('.');
  if (dot == std::string_view::npos)
    return false;
  auto behind = version.substr(dot + 1);
  auto major = net::parse_number(version.substr(0, dot)).value_or(0);
  auto minor = net::parse_number(behind.substr(0, behind.find_first_not_of("0123456789")));
  constexpr auto first = std::pair{2U, 9U};
  return std::pair{major, minor.value_or(0)} >= first;
}

liveness::liveness(runtime::host<worker_proxy_actor>* self, channel_broker& channels,
                   milliseconds hung_after, handlers on)
    : self_(self),
      channels_(channels),
      hung_after_(hung_after),
      on_(std::move(on)),
      probe_(self, {.bytes = [this](std::string_view bytes) { answered(bytes); },
                    .ended = [this](std::error_code) { probe_.close(); }}) {}

void liveness::ask() {
  auto channel = channels_.make(net::channel_kind::lines);
  if (!channel && channel.error() != errc::process_busy)
    return; // without a descriptor left this is no fault of the worker's
  asked_at_ = self_->clock().now();
  if (!channel)
    return;
  probe_.open(std::move(*channel));
  probe_.write("show version\n");
}

void liveness::answered(std::string_view bytes) {
  asked_at_.reset();
  if (std::exchange(suspect_, false))
    on_.suspected(true);
  if (std::exchange(ready_, true))
    return;
  on_.ready(version_in(bytes));
  check_later();
}

/// Questions go on for ever, and are no part of the start or reload that began them.
void liveness::check_later() {
  auto no_cause = trace::scope{trace::correlation{0}};
  self_->after(period(), [this] { check(); });
}

void liveness::check() {
  if (!asks_)
    return;
  if (asked_at_)
    is_silent(std::chrono::duration_cast<milliseconds>(self_->clock().now() - *asked_at_));
  else
    ask();
  check_later();
}

void liveness::is_silent(milliseconds since) {
  if (since >= trust() && !std::exchange(suspect_, true))
    on_.suspected(false);
  if (hung_after_ != 0ms && since >= hung_after_)
    on_.hangs(since);
}

/// How often it is asked.
milliseconds liveness::period() const {
  constexpr auto questions = 12; // before it is ended
  if (hung_after_ == 0ms)
    return longest_period;
  return std::clamp(hung_after_ / questions, milliseconds{10}, longest_period);
}

/// How long its silence means nothing.
milliseconds liveness::trust() const {
  return hung_after_ == 0ms ? longest_trust : std::min(hung_after_ / 4, longest_trust);
}

} // namespace mw

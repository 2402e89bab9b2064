// A worker proxy, whether its worker answers and how it is ended: see worker_proxy.hpp.
#include "actors/recorder/trace_context.hpp"
#include "actors/worker_proxy/worker_proxy.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

namespace mw {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr auto longest_ping_period = milliseconds{5s};
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

/// HAProxy has them from 2.9 on.
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

} // namespace

/// A command is queued in the control pair until the worker reads it: the first byte of the answer
/// says that it lives. It has nothing to do with what users ask of the worker, and how long that
/// takes.
void worker_proxy_state::ask() {
  auto channel = new_channel(net::channel_kind::lines);
  if (!channel && channel.error() != errc::process_busy)
    return; // without a descriptor left this is no fault of the worker's
  asked_at_ = self_->clock().now();
  if (!channel)
    return;
  probe_.open(self_, channel->release());
  probe_.write(self_, "show version\n");
}

void worker_proxy_state::answered(std::string_view bytes) {
  asked_at_.reset();
  if (std::exchange(suspect_, false))
    self_->send(master_, worker_liveness{process_, true});
  if (ready_)
    return;
  stderr_.drain(); // what was said before belongs to the start
  ready_ = true;
  auto version = version_in(bytes);
  knows_patterns_ = has_patterns(version);
  self_->send(master_, worker_ready{process_, std::move(version)});
  ping_later();
}

/// Pings go on for ever, and are no part of the start or reload that began them.
void worker_proxy_state::ping_later() {
  auto no_cause = trace::scope{trace::correlation{0}};
  self_->delayed_send(self_, ping_period(), ping_due{});
}

void worker_proxy_state::not_ready_in_time() {
  if (ready_ || end_ || stop_.is_planned())
    return;
  cause_ = fmt::format("was not ready within {}", short_time_text(plan_->ready_within.count()));
  send_signal(SIGKILL);
}

void worker_proxy_state::check_answer() {
  if (end_ || stop_.has_begun())
    return;
  if (asked_at_)
    is_silent(std::chrono::duration_cast<milliseconds>(self_->clock().now() - *asked_at_));
  else
    ask();
  ping_later();
}

void worker_proxy_state::is_silent(milliseconds since) {
  if (since >= suspect_after() && !std::exchange(suspect_, true))
    self_->send(master_, worker_liveness{process_, false});
  if (plan_->hung_after == 0ms || since < plan_->hung_after)
    return;
  cause_ = fmt::format("has not answered for {}", short_time_text(since.count()));
  stop_.plan({{SIGABRT, abort_time_limit, cause_}, {SIGKILL, {}, {}}});
  next_stop_step();
}

milliseconds worker_proxy_state::ping_period() const {
  constexpr auto pings = 12; // before the end
  if (plan_->hung_after == 0ms)
    return longest_ping_period;
  return std::clamp(plan_->hung_after / pings, milliseconds{10}, longest_ping_period);
}

milliseconds worker_proxy_state::suspect_after() const {
  return plan_->hung_after == 0ms ? longest_trust : std::min(plan_->hung_after / 4, longest_trust);
}

void worker_proxy_state::send_signal(int signal) {
  killed_ |= signal == SIGKILL;
  if (pidfd_)
    net::send_signal(pidfd_->native_handle(), signal); // it may just have ended: then watch() tells
}

void worker_proxy_state::stop(const stop_worker& how) {
  if (end_)
    return;
  cause_ = how.cause;
  auto soft = how.signal == SIGUSR1;
  stop_.plan(stop_steps(how.signal, plan_->hard_stop_after));
  if (!soft || !keep_within_reach())
    next_stop_step();
}

/// The sessions that are to stay answer, or do not in time.
void worker_proxy_state::begin_to_leave() {
  if (!end_ && !stop_.has_begun() && stop_.is_planned())
    next_stop_step();
}

void worker_proxy_state::next_stop_step() {
  const auto& step = stop_.take();
  for (auto signal : step.signals())
    send_signal(signal);
  if (step.patience > 0ms)
    self_->delayed_send(self_, step.patience, stop_overdue_of_worker{stop_.taken()});
}

void worker_proxy_state::not_stopped(uint32_t step) {
  auto why = end_ ? std::nullopt : stop_.in_vain(step);
  if (!why)
    return;
  cause_ = std::move(*why);
  next_stop_step();
}

} // namespace mw

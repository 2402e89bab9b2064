// A leaving HAProxy process within reach: see leaving_cli.hpp.
#include "actors/worker_proxy/leaving_cli.hpp"

#include "actors/runners/haproxy_cli.hpp"
#include "net/base/number.hpp"

#include <algorithm>
#include <utility>

namespace mw {

namespace {

// A worker that does not answer within this time is told to leave all the same.
constexpr auto ready_time_limit = std::chrono::seconds{2};
// So much longer a leaving process may live than its work lasts. Most are done at once; those that
// are not are asked less and less often.
constexpr auto first_check_after = std::chrono::milliseconds{50};
constexpr auto longest_check_after = std::chrono::milliseconds{800};

/// The number behind `\n<name>: ` in the answer to `show info`.
size_t figure(std::string_view info, std::string_view name) {
  auto begin = "\n" + std::string{name} + ": ";
  auto at = info.find(begin);
  if (at == std::string_view::npos)
    return 0;
  auto rest = info.substr(at + begin.size());
  return net::parse_number(rest.substr(0, rest.find('\n'))).value_or(0);
}

} // namespace

leaving_cli::leaving_cli(runtime::host<worker_proxy_actor>* self, channel_broker& channels,
                         std::function<void()> ready)
    : self_(self), channels_(channels), ready_(std::move(ready)), check_after_(first_check_after) {
  for (auto& one : consoles_)
    one = std::make_unique<spare_console>(self_, [this] { one_is_ready(); });
}

leaving_cli::~leaving_cli() {
  self_->cancel(overdue_);
  self_->cancel(check_timer_);
  for (const auto& line : lines_)
    if (line)
      self_->send_exit(line, caf::exit_reason::user_shutdown);
}

bool leaving_cli::begin() {
  not_ready_ = lines_.size() + consoles_.size();
  for (auto level : {access_level::user, access_level::oper, access_level::admin}) {
    auto channel = channels_.make(net::channel_kind::lines);
    if (!channel)
      return false;
    auto& line = lines_.at(static_cast<size_t>(level));
    line = runtime::spawn_on<haproxy_cli_state>(self_->unit(), level, std::move(*channel));
    self_->monitor(line);
    greetings_.insert(ask(level, "show cli level"));
  }
  for (auto& one : consoles_) {
    auto channel = channels_.make(net::channel_kind::lines);
    if (!channel)
      return false;
    one->open(std::move(*channel));
  }
  overdue_ = self_->after(ready_time_limit, [this] { all_are_ready(); });
  check_later();
  return true;
}

command_id leaving_cli::ask(access_level level, std::string text) {
  auto command = run_command{.id = trace::next(), .level = level, .text = std::move(text)};
  auto id = command.id;
  self_->send(lines_.at(static_cast<size_t>(level)), std::move(command), reply_sink_actor{self_});
  return id;
}

void leaving_cli::one_is_ready() {
  if (--not_ready_ == 0)
    all_are_ready();
}

void leaving_cli::all_are_ready() {
  if (auto ready = std::exchange(ready_, nullptr))
    ready();
}

caf::result<channel_opened> leaving_cli::open(const open_channel& wish) {
  const auto& line = lines_.at(static_cast<size_t>(wish.level));
  if (ending_ || (wish.framed && !line))
    return caf::make_error(errc::process_gone);
  return wish.framed ? channel_opened{.runner = line} : lend_console();
}

caf::result<channel_opened> leaving_cli::lend_console() {
  auto free = std::ranges::find_if(consoles_, [](const auto& one) { return one->is_free(); });
  auto end = free == consoles_.end() ? tl::unexpected(errc::process_leaving) : (*free)->lend();
  if (!end)
    return caf::make_error(end.error());
  return channels_.answer(std::move(*end), net::channel_kind::lines);
}

void leaving_cli::check_later() {
  check_timer_ = self_->after(check_after_, [this] { check(); });
  check_after_ = std::min(check_after_ * 2, longest_check_after);
}

void leaving_cli::check() {
  if (check_ == 0 && !ending_ && lines_.front())
    check_ = ask(access_level::user, "show info");
  check_later();
}

void leaving_cli::take(const reply_chunk& part) {
  if (part.id == check_)
    info_ += part.bytes;
  if (auto& line = lines_.front())
    self_->send(line, reply_credit{part.id, part.bytes.size()});
}

void leaving_cli::take(const reply_end& end_of) {
  if (greetings_.erase(end_of.id) > 0)
    return one_is_ready();
  if (end_of.id != check_)
    return;
  check_ = 0;
  if (!has_other_work(std::exchange(info_, {}) + end_of.last))
    end();
}

/// With a line all that was asked over it is lost.
void leaving_cli::gone(const caf::actor_addr& who) {
  for (auto& line : lines_)
    if (line && line.address() == who)
      line = nullptr;
}

/// Tells whether the process has other work; a report that cannot be read is taken for work.
bool leaving_cli::has_other_work(const std::string& info) const {
  auto lines = std::ranges::count_if(lines_, [](const auto& one) { return one != nullptr; });
  auto consoles = std::ranges::count_if(consoles_, [](const auto& one) { return one->is_open(); });
  auto jobs = figure(info, "Jobs");
  return jobs == 0 ||
         jobs > static_cast<size_t>(lines + consoles) + figure(info, "Unstoppable Jobs");
}

void leaving_cli::end() {
  ending_ = true;
  for (const auto& line : lines_)
    if (line)
      self_->send(line, lease_recalled{});
  for (auto& one : consoles_)
    one->finish();
}

} // namespace mw

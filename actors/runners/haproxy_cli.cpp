// Commands to HAProxy, one behind the other: see haproxy_cli.hpp.
#include "actors/runners/haproxy_cli.hpp"

#include "actors/reply/command_runner.hpp"
#include "actors/runners/channel_errors.hpp"

#include <asio/post.hpp>

#include <algorithm>

namespace mw {

namespace {

// Idle ones close soon: HAProxy shows them among its sessions, and counts them as work to finish.
constexpr std::string_view idle_limit = "2s";
// By when the next question must come, well before that.
constexpr auto idle_time = std::chrono::seconds{1};
// HAProxy closes an idle client after `stats timeout`, unless it is told otherwise; it knows no
// longer time.
constexpr std::string_view for_ever = "24d";
// HAProxy closes a connection whose line fills its buffer, 16 kB at most.
constexpr size_t longest_question = 1024;

bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

} // namespace

bool may_be_pipelined(const run_command& command) {
  return is_plain_question(command.text) && command.payload.value.empty() && !command.two_way &&
         command.modes == cli_modes{} && command.text.size() <= longest_question &&
         is_printable(command.text);
}

haproxy_cli_state::haproxy_cli_state(runtime::host<handle>* self, process_key process,
                                     worker_proxy_actor proxy, access_level level,
                                     router_actor router)
    : self_(self),
      process_(process),
      proxy_(std::move(proxy)),
      level_(level),
      router_(std::move(router)) {
  self_->set_down_handler([this](caf::down_msg& message) { gone(message.source); });
  self_->monitor(router_);
}

haproxy_cli_state::haproxy_cli_state(runtime::host<handle>* self, access_level level,
                                     net::unique_fd connection)
    : self_(self), level_(level), given_(std::move(connection)) {
  self_->set_down_handler([this](caf::down_msg& message) { gone(message.source); });
}

haproxy_cli_actor::behavior_type haproxy_cli_state::make_behavior() {
  return runner_behavior(
      this,
      [this](const lease_use& by, run_command& command, reply_sink_actor& sink) {
        return ask(make_job({by.where, true}, command, sink));
      },
      [this](const assignment& to, run_command& command, reply_sink_actor& sink) {
        return ask(make_job(to, command, sink));
      },
      [this](const lease_released&, const reply_sink_actor& by) { release(by); },
      [this](const lease_recalled&) { recall(); });
}

haproxy_cli_state::job haproxy_cli_state::make_job(const assignment& to, run_command& command,
                                                   reply_sink_actor& sink) {
  auto answer = reply_stream{self_, command.id, std::move(sink)};
  return {to.where, to.leased, std::move(command), std::move(answer), trace::here(), std::nullopt};
}

/// Over the only way.
void haproxy_cli_state::run(run_command command, reply_sink_actor sink) {
  auto asked = make_job({}, command, sink);
  if (asked.command.level != level_)
    return asked.answer.end("this connection is of another level", {}, end_status::denied);
  if (is_about_session(asked.command.text))
    return asked.answer.end({}, "\n"); // in place of the prompt
  if (!may_be_pipelined(asked.command)) {
    asked.request = make_prompt_request(asked.command);
    if (!asked.request)
      return asked.answer.end({}, "A worker that is leaving takes no payloads with empty lines\n\n",
                              end_status::failed);
  }
  self_->monitor(asked.answer.sink());
  jobs_.push_back(std::move(asked));
  write();
}

/// For speed. Who asks has the lease already, or gets it from the router.
caf::result<runner_lease> haproxy_cli_state::ask(job asked) {
  if (!may_ask(asked.command)) {
    hand_on(std::move(asked));
    end_if_unused();
    return caf::delegated<runner_lease>{};
  }
  if (asked.leased && keepers_.insert(asked.answer.sink().address()).second)
    self_->monitor(asked.answer.sink());
  alone_ = slow_.contains(asked.command.text, now());
  jobs_.push_back(std::move(asked));
  write_soon();
  return caf::delegated<runner_lease>{};
}

bool haproxy_cli_state::may_ask(const run_command& command) {
  auto may_wait = jobs_.empty() || (!alone_ && !slow_.contains(command.text, now()));
  return may_wait && !recalled_ && command.level == level_ && may_be_pipelined(command);
}

/// Writes at the end of this turn of the loop, so that the questions of other sessions go along.
void haproxy_cli_state::write_soon() {
  remind();
  if (keepers_.size() < 2)
    return write();
  if (!std::exchange(write_due_, true))
    asio::post(self_->io(), self_->bind([this] { write(); }));
}

void haproxy_cli_state::write() {
  write_due_ = false;
  if (!is_only_way() && written_ == 0 && now() - last_write_ > idle_time)
    close();
  if (written_ == jobs_.size())
    return;
  if (!connection_ || !connection_->is_open())
    return open();
  while (written_ < jobs_.size() && may_follow(jobs_[written_]))
    put(jobs_[written_++]);
  connection_->flush();
  last_write_ = now();
}

bool haproxy_cli_state::may_follow(const job& next) const {
  return written_ == 0 || (!next.request && !jobs_[written_ - 1].request);
}

void haproxy_cli_state::put(job& next) {
  if (next.request)
    connection_->add(std::move(*next.request));
  else
    connection_->add_question(next.command.text);
}

void haproxy_cli_state::open() {
  if (given_) {
    open_over(std::move(given_), for_ever);
    return write();
  }
  if (std::exchange(opening_, true))
    return;
  self_->request(proxy_, channel_time_limit, open_channel{true, level_})
      .then([this](const channel_opened& answer) { opened(answer); },
            [this](const caf::error&) {
              opening_ = false;
              hand_on_all();
            });
}

void haproxy_cli_state::opened(const channel_opened& answer) {
  opening_ = false;
  auto end = net::unique_fd{answer.end.take()};
  if (!end || answer.framed) // it is leaving, or no HAProxy
    return hand_on_all();
  if (jobs_.empty()) // given up meanwhile
    return;
  open_over(std::move(end), idle_limit);
  last_write_ = now();
  write();
}

void haproxy_cli_state::open_over(net::unique_fd connection, std::string_view idle) {
  connection_.emplace(self_, level_, handlers());
  connection_->open(std::move(connection), idle);
}

prompt_connection::handlers haproxy_cli_state::handlers() {
  return {.bytes = [this](std::string text) { on_bytes(std::move(text)); },
          .done = [this](std::string rest) { on_done(std::move(rest)); },
          .closed = [this] { on_closed(); }};
}

void haproxy_cli_state::on_bytes(std::string text) {
  auto& first = jobs_.front();
  auto cause = trace::scope{first.cause};
  first.bytes += text.size();
  first.answer.write(std::move(text));
  if (first.answer.is_full())
    connection_->pause();
  if (first.bytes > short_answer && !alone_ && !is_only_way())
    let_first_go_alone();
}

/// In prompt mode the prompt stands in the place of the empty line.
void haproxy_cli_state::on_done(std::string rest) {
  auto done = std::move(jobs_.front());
  jobs_.pop_front();
  --written_;
  answered_ = true;
  auto cause = trace::scope{done.cause};
  connection_->resume();
  done.answer.end({}, std::move(rest.append("\n")));
  if (is_only_way())
    self_->demonitor(done.answer.sink().address());
  if (std::exchange(unwanted_, false) || (recalled_ && jobs_.empty()))
    close();
  alone_ = false;
  if (written_ < jobs_.size() && is_only_way())
    write();
  end_if_unused();
}

/// A worker that has answered half of a question is asked what has become of it. What it has not
/// begun to answer is asked again.
void haproxy_cli_state::on_closed() {
  if (is_only_way())
    return self_->quit(); // those who wait see it
  if (written_ > 0 && jobs_.front().bytes > 0) {
    auto half = std::move(jobs_.front());
    jobs_.pop_front();
    tell_end(std::move(half));
  }
  hand_on_all();
}

void haproxy_cli_state::tell_end(job&& half) {
  if (!half.answer.is_wanted())
    return;
  auto cause = trace::scope{half.cause};
  ++ends_asked_;
  ask_for_end(self_, proxy_, process_,
              [this, answer = std::move(half.answer)](end_of_process end) mutable {
                answer.end(std::move(end.text));
                --ends_asked_;
                end_if_unused();
              });
}

void haproxy_cli_state::close() {
  if (connection_)
    connection_->close();
  alone_ = false;
  unwanted_ = false;
  written_ = 0;
}

void haproxy_cli_state::release(const reply_sink_actor& by) {
  forget(by);
  end_if_unused();
}

/// The process may be leaving: what is open to it would be work that it waits for.
void haproxy_cli_state::recall() {
  recalled_ = true;
  if (jobs_.empty())
    close();
  end_if_unused();
}

} // namespace mw

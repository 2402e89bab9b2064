// Questions to HAProxy, one behind the other: see worker_pipeline.hpp.
#include "actors/runners/worker_pipeline.hpp"

#include "actors/runners/channel_errors.hpp"

#include <asio/post.hpp>

#include <algorithm>

namespace mw {

namespace {

// Idle ones close soon: HAProxy shows them among its sessions, and counts them as work to finish.
constexpr std::string_view idle_limit = "2s";
// By when the next question must come, well before that.
constexpr auto idle_time = std::chrono::seconds{1};
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

worker_pipeline_state::worker_pipeline_state(runtime::host<handle>* self, process_key process,
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

worker_pipeline_actor::behavior_type worker_pipeline_state::make_behavior() {
  return {
      [this](const lease_use& by, run_command& command, reply_sink_actor& sink) {
        return ask({by.where, std::move(command), std::move(sink), true, trace::here()});
      },
      [this](const reply_credit& more) { credit(more); },
      [this](const cancel_command& which) { cancel(which); },
      [this](const lease_released&, const reply_sink_actor& by) { release(by); },
      [this](const assignment& to, run_command& command, reply_sink_actor& sink) {
        return ask({to.where, std::move(command), std::move(sink), to.leased, trace::here()});
      },
      [this](const lease_recalled&) { recall(); },
      [this](const check_pipeline&) { check(); },
  };
}

/// Who asks has the lease already, or gets it from the router.
caf::result<runner_lease> worker_pipeline_state::ask(question asked) {
  if (!may_ask(asked.command)) {
    hand_on(std::move(asked));
    end_if_unused();
    return caf::delegated<runner_lease>{};
  }
  if (asked.leased && keepers_.insert(asked.sink.address()).second)
    self_->monitor(asked.sink);
  alone_ = needs_own_connection(asked.command.text);
  questions_.push_back(std::move(asked));
  write_soon();
  return caf::delegated<runner_lease>{};
}

bool worker_pipeline_state::may_ask(const run_command& command) {
  auto may_follow = questions_.empty() || (!alone_ && !needs_own_connection(command.text));
  return may_follow && !recalled_ && command.level == level_ && may_be_pipelined(command);
}

/// What others ask in this turn of the loop goes along, if there are others.
void worker_pipeline_state::write_soon() {
  remind();
  if (keepers_.size() < 2)
    return write();
  if (!std::exchange(write_due_, true))
    asio::post(self_->io(), self_->bind([this] { write(); }));
}

void worker_pipeline_state::write() {
  write_due_ = false;
  auto now = self_->clock().now();
  if (written_ == 0 && now - last_write_ > idle_time)
    close();
  if (written_ == questions_.size())
    return;
  if (!session_ || !session_->is_open())
    return open();
  auto text = std::string{};
  for (auto next = written_; next < questions_.size(); ++next)
    append_question(text, questions_[next].command.text);
  session_->ask(self_, text, questions_.size() - written_);
  written_ = questions_.size();
  last_write_ = now;
}

void worker_pipeline_state::open() {
  if (std::exchange(opening_, true))
    return;
  self_->request(proxy_, channel_time_limit, open_channel{true})
      .then([this](const channel_opened& answer) { opened(answer); },
            [this](const caf::error&) {
              opening_ = false;
              hand_on_all();
            });
}

/// A process that is leaving speaks in frames: its proxy keeps connections to it.
void worker_pipeline_state::opened(const channel_opened& answer) {
  opening_ = false;
  auto end = net::unique_fd{answer.end.take()};
  if (answer.framed)
    return hand_on_all();
  if (questions_.empty()) // given up meanwhile
    return;
  session_.emplace(level_, handlers());
  session_->open(self_, end.release(), idle_limit);
  last_write_ = self_->clock().now();
  write();
}

prompt_connection::handlers worker_pipeline_state::handlers() {
  return {.ready = [] {},
          .bytes = [this](std::string text) { on_bytes(std::move(text)); },
          .done = [this](std::string rest) { on_done(std::move(rest)); },
          .closed = [this] { on_closed(); }};
}

void worker_pipeline_state::on_bytes(std::string text) {
  auto& first = questions_.front();
  auto cause = trace::scope{first.cause};
  first.bytes += text.size();
  if (!alone_)
    session_->credit(self_, text.size());
  if (first.sink)
    self_->send(first.sink, reply_chunk{first.command.id, std::move(text)});
  if (first.bytes > short_answer && !alone_)
    let_first_go_alone();
}

/// In prompt mode the prompt stands in the place of the empty line.
void worker_pipeline_state::on_done(std::string rest) {
  auto done = std::move(questions_.front());
  questions_.pop_front();
  --written_;
  answered_ = true;
  auto cause = trace::scope{done.cause};
  session_->credit(self_, reply_window);
  if (done.sink)
    self_->send(done.sink, reply_end{.id = done.command.id, .last = std::move(rest.append("\n"))});
  if (std::exchange(unwanted_, false) || (recalled_ && questions_.empty()))
    close();
  alone_ = false;
  end_if_unused();
}

/// A worker that has answered half of a question is asked what has become of it. What it has not
/// begun to answer is asked again.
void worker_pipeline_state::on_closed() {
  if (written_ > 0 && questions_.front().bytes > 0) {
    auto half = std::move(questions_.front());
    questions_.pop_front();
    tell_fate(std::move(half));
  }
  hand_on_all();
}

void worker_pipeline_state::tell_fate(question&& half) {
  if (!half.sink)
    return;
  auto cause = trace::scope{half.cause};
  ++ends_asked_;
  ask_for_end(self_, proxy_, process_,
              [this, id = half.command.id, sink = std::move(half.sink)](end_of_process answer) {
                self_->send(sink, reply_end{.id = id,
                                            .error = std::move(answer.text),
                                            .status = end_status::lost});
                --ends_asked_;
                end_if_unused();
              });
}

void worker_pipeline_state::close() {
  if (session_)
    session_->close();
  alone_ = false;
  unwanted_ = false;
  written_ = 0;
}

} // namespace mw

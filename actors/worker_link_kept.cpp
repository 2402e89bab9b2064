// A worker link's session with HAProxy that stays open from one question to the next.
#include "actors/fate_of.hpp"
#include "actors/worker_link.hpp"
#include "net/channel.hpp"

namespace mw {

namespace {

// Idle ones close soon: HAProxy shows them among its sessions, and counts them as work to finish.
constexpr std::string_view idle_limit = "2s";
// By when the next question must come, well before that.
constexpr auto idle_time = std::chrono::seconds{1};

} // namespace

bool worker_link_state::is_for_kept_session(const run_command& command) {
  return is_plain_question(command.text) && command.payload.value.empty() &&
         command.modes == cli_modes{};
}

/// Without asking the proxy: a worker that takes no channel now gets its next question as others
/// get it.
void worker_link_state::keep_session(access_level level) {
  if (kept_ && kept_->is_open())
    return;
  auto pair = net::make_pair();
  if (!control_.fd || !pair ||
      net::pass_channel(*control_.fd, pair->second, net::channel_kind::lines))
    return;
  kept_.emplace(level, kept_session::handlers{
                           .ready = [] {},
                           .bytes = [this](std::string text) { on_kept_bytes(std::move(text)); },
                           .done = [this](std::string rest) { on_kept_done(std::move(rest)); },
                           .closed = [this] { on_kept_closed(); }});
  kept_->open(self_, pair->first.release(), idle_limit);
}

bool worker_link_state::may_run_on_kept() const {
  return kept_ && kept_->is_idle() && kept_->level() == job_->command.level &&
         self_->clock().now() - last_run_ < idle_time && is_for_kept_session(job_->command);
}

void worker_link_state::run_on_kept() {
  job_->on_kept = true;
  tail_.clear();
  kept_->ask(self_, job_->command.text);
}

void worker_link_state::on_kept_bytes(std::string text) {
  auto cause = job_scope();
  tail_.add(text);
  give_on(std::move(text));
}

/// In prompt mode the prompt stands in the place of the empty line.
void worker_link_state::on_kept_done(std::string rest) {
  auto cause = job_scope();
  kept_->credit(self_, reply_window);
  end(job_->command.id, {}, std::move(rest.append("\n")));
}

void worker_link_state::on_kept_closed() {
  auto cause = job_scope();
  if (!job_ || !job_->on_kept)
    return;
  job_->on_kept = false;
  if (tail_.is_empty() && !std::exchange(job_->repeated, true))
    return open_again(); // it has been idle for too long
  ask_for_fate(self_, proxy_, process_,
               [this, id = job_->command.id](fate answer) { end(id, std::move(answer.text)); });
}

} // namespace mw

// What a fan-out and a merge have in common: see branched_runner.hpp.
#include "actors/merge/branched_runner.hpp"

#include "actors/reply/command_runner.hpp"

#include <utility>

namespace mw {

branched_runner::branched_runner(runtime::host<handle>* self, std::vector<fan_out_branch> branches)
    : self_(self), branches_(self, std::move(branches)) {
  self_->set_down_handler([this](caf::down_msg&) { give_up(); }); // the session has ended
}

fan_out_actor::behavior_type branched_runner::make_behavior() {
  return runner_behavior(
      this,
      [this](const reply_chunk& part) {
        if (branches_.take(part))
          look();
      },
      [this](const reply_end& end) {
        if (branches_.take(end))
          look();
      });
}

void branched_runner::run(run_command command, reply_sink_actor sink) {
  answer_ = reply_stream{self_, command.id, std::move(sink)};
  self_->monitor(answer_.sink());
  check_later();
  start(command);
}

void branched_runner::cancel(const cancel_command&) {
  give_up();
}

void branched_runner::give_up() {
  branches_.cancel();
  self_->quit();
}

void branched_runner::check_later() {
  self_->after(branch_check_period, [this] {
    branches_.give_up_silent(patience());
    check_later();
    look();
  });
}

void branched_runner::end() {
  answer_.end({}, {}, branches_.have_all_answered() ? end_status::ok : end_status::partial);
  self_->quit();
}

} // namespace mw

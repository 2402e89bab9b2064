// The master's command `show events`: see event_watch.hpp.
#include "actors/events/event_watch.hpp"

#include "actors/reply/command_runner.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

// The book lives on another thread, and waits for nobody.
constexpr auto book_time_limit = std::chrono::seconds{5};

} // namespace

tl::expected<events_order, std::string> parse_events_order(std::span<const std::string> words) {
  auto order = events_order{};
  for (const auto& word : words) {
    order.waits |= word == "-w" || word == "-wn" || word == "-nw";
    order.new_only |= word == "-n" || word == "-wn" || word == "-nw";
    order.json |= word == "json";
    if (word != "json" && word != "-w" && word != "-n" && word != "-wn" && word != "-nw")
      return tl::unexpected(std::string{"Usage: show events [-w] [-n] [json]\n"
                                        "  -w    wait for new events, until Enter is pressed\n"
                                        "  -n    without those that have happened\n"});
  }
  return order;
}

event_watch_state::event_watch_state(runtime::host<handle>* self, events_order order,
                                     event_book_actor book)
    : self_(self), order_(order), book_(std::move(book)) {}

event_watch_actor::behavior_type event_watch_state::make_behavior() {
  return runner_behavior(this, [this](const lifecycle_events& news) { show(news.all); });
}

void event_watch_state::begin() {
  self_->set_down_handler([this](caf::down_msg&) { self_->quit(); }); // the session has ended
}

void event_watch_state::run(const run_command& command, reply_sink_actor sink) {
  answer_ = reply_stream{self_, command.id, std::move(sink)};
  self_->monitor(answer_.sink());
  auto known = [this](const event_history& history) { show_first(history); };
  auto unknown = [this](const caf::error&) { end(); };
  if (order_.waits)
    self_->request(book_, book_time_limit, watch_events{}, event_watcher_actor{self_})
        .then(known, unknown);
  else
    self_->request(book_, book_time_limit, ask_events{}).then(known, unknown);
}

/// The client has pressed Enter.
void event_watch_state::input(const command_input&) {
  end();
}

void event_watch_state::cancel(const cancel_command&) {
  self_->quit();
}

void event_watch_state::show_first(const event_history& history) {
  if (!order_.new_only)
    show(history.last);
  if (!order_.waits)
    end();
}

void event_watch_state::show(const std::vector<lifecycle_event>& events) {
  auto text = std::string{};
  for (const auto& event : events) {
    if (text.size() >= answer_.room())
      ++lost_;
    else
      text += lost_text() + (order_.json ? event_json(event) : event_line(event));
  }
  answer_.write(std::move(text));
}

void event_watch_state::credit(const reply_credit& more) {
  answer_.credit(more.bytes);
  if (lost_ > 0 && !answer_.is_full())
    answer_.write(lost_text());
}

void event_watch_state::end() {
  answer_.write(lost_text() + "\n");
  answer_.end();
  self_->quit();
}

/// The line about events that were left out; empty if there are none.
std::string event_watch_state::lost_text() {
  auto lost = std::exchange(lost_, 0);
  if (lost == 0)
    return {};
  return order_.json ? fmt::format("{{\"lost\":{}}}\n", lost)
                     : fmt::format("# {} events are left out: they came faster than they were "
                                   "read\n",
                                   lost);
}

} // namespace mw

// The sentences of the master: see announcement.hpp.
#include "actors/master/announcement.hpp"

#include "actors/processes/process_end.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace mw::announce {

namespace {

using kind = lifecycle_event::kind;
using log::severity;

lifecycle_event entry(kind what, const process_key& process = {}, std::string text = {}) {
  return {.what = what, .at = 0, .process = process, .text = std::move(text)};
}

/// HAProxy alarms when a serving worker crashes; one that could not be started is as bad.
announcement worker_end(std::string_view who, const worker_ended& news, bool serves) {
  auto is_crash = serves && exit_number(news) >= 128;
  auto level = is_crash || news.process.pid == 0 ? severity::alert : severity::warning;
  auto told = expected_end(news);
  told.lines.push_back({level, end_sentence(who, news)});
  return told;
}

announcement told_end(const program_ended& news) {
  auto level = news.is_current ? severity::alert : severity::warning;
  auto told = expected_end(news);
  told.lines.push_back({level, end_sentence(news)});
  return told;
}

announcement::line next_start(const program_ended& news) {
  if (news.restart_in == program_ended::never)
    return {severity::notice, fmt::format("the program '{}' is not started again", news.name)};
  return {severity::notice,
          fmt::format("the program '{}' is started again in {} ms", news.name, news.restart_in)};
}

} // namespace

announcement worker_start(const process_key& process) {
  return {.lines = {{severity::notice, fmt::format("Initializing new worker ({})", process.pid)}},
          .entry = entry(kind::worker_started, process)};
}

announcement worker_is_ready(const process_key& process, const std::string& version) {
  return {.entry = entry(kind::worker_ready, process, version)};
}

announcement liveness(const worker_liveness& news) {
  auto how = news.answers ? "answers again" : "does not answer: suspect";
  auto text = fmt::format("{} {}", to_string(news.process), how);
  return {.lines = {{severity::warning, std::move(text)}},
          .entry = entry(news.answers ? kind::worker_heard : kind::worker_silent, news.process)};
}

announcement current_ended(const worker_ended& news) {
  return worker_end("Current", news, true);
}

announcement former_ended(const worker_ended& news) {
  return worker_end("Former", news, false);
}

announcement candidate_ended(const worker_ended& news) {
  return worker_end("Failed to load", news, false);
}

announcement expected_end(const worker_ended& news) {
  return {.entry = entry(kind::worker_ended, news.process, end_text(news))};
}

announcement expected_end(const program_ended& news) {
  return {.entry = entry(kind::program_ended, {}, end_text(news))};
}

announcement restart(const process_key& process, std::chrono::milliseconds delay) {
  auto when = fmt::format("in {} ms", delay.count());
  auto text = fmt::format("worker {} is started again {}", process.relative, when);
  return {.lines = {{severity::notice, std::move(text)}},
          .entry = entry(kind::worker_restart, process, std::move(when))};
}

announcement no_restart(int32_t relative) {
  auto text = fmt::format("worker {} is not started again, its exit code says so", relative);
  return {.lines = {{severity::alert, std::move(text)}}};
}

announcement gave_up(int32_t relative, std::optional<unsigned> starts) {
  auto why = starts
                 ? fmt::format("was not ready after {} start{}", *starts, *starts == 1 ? "" : "s")
                 : std::string{"has ended with a code that forbids another start"};
  return {.lines = {{severity::alert, fmt::format("worker {} {}: giving up", relative, why)}}};
}

announcement exit_on_failure() {
  return {.lines = {{severity::alert, "exit-on-failure: killing every processes with SIGTERM"}}};
}

announcement started() {
  return {.lines = {{severity::notice, "Loading success."}}, .step = service_step::started};
}

announcement reload_begun(bool hard) {
  return {.lines = {{severity::notice, "Reloading the configuration"}},
          .entry = entry(kind::reload_begun, {}, hard ? "hard" : ""),
          .step = service_step::reloading};
}

announcement configuration_overdue(std::chrono::seconds limit) {
  auto text = fmt::format("config : it could not be read within {}s", limit.count());
  return {.lines = {{severity::alert, std::move(text)}}};
}

announcement reload_done() {
  return {.lines = {{severity::notice, "Loading success."}},
          .entry = entry(kind::reload_done),
          .step = service_step::reloaded};
}

announcement reload_failed() {
  return {.entry = entry(kind::reload_failed), .step = service_step::reload_failed};
}

announcement many_old_workers(size_t count) {
  return {.lines = {{severity::warning, old_workers_text(count)}}};
}

announcement waiting(const std::vector<std::string>& names, std::chrono::seconds left) {
  auto text = fmt::format("Waiting for {}: killed in {} s, or at once by a second signal",
                          fmt::join(names, ", "), left.count());
  return {.lines = {{severity::warning, std::move(text)}}};
}

announcement stopping() {
  return {.lines = {{severity::warning, "Exiting Master process..."}},
          .step = service_step::stopping};
}

announcement stopped(int exit_code) {
  auto text = fmt::format("All workers exited. Exiting... ({})", exit_code);
  return {.lines = {{severity::warning, std::move(text)}},
          .step = service_step::stopped,
          .exit_code = exit_code};
}

announcement program_start(const program_started& news) {
  auto text = fmt::format("program '{}' ({})", news.name, news.pid);
  return {.lines = {{severity::notice, fmt::format("New {} forked", text)}},
          .entry = entry(kind::program_started, {}, std::move(text))};
}

announcement program_end(const program_ended& news) {
  auto told = told_end(news);
  if (news.is_current)
    told.lines.push_back(next_start(news));
  return told;
}

announcement fatal_end(const program_ended& news) {
  auto told = told_end(news);
  told.lines.push_back(exit_on_failure().lines.front());
  return told;
}

} // namespace mw::announce

// What is said of everything that happens, to the log, the event book and the launcher.
#include "actors/master/announcement.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace mw::announcement_test {

using namespace std::chrono_literals;

namespace {

using kind = lifecycle_event::kind;

const auto process = process_key{1, 1, 5249, 0};

/// The lines as one text: the letter of the severity, then the sentence.
std::string lines(const announcement& told) {
  auto all = std::string{};
  for (const auto& line : told.lines)
    all += (line.level == log::severity::alert     ? "A "
            : line.level == log::severity::warning ? "W "
                                                   : "N ") +
           line.text + "\n";
  return all;
}

/// The entry of the event book: its kind, then its text.
std::string entry(const announcement& told) {
  return told.entry ? to_string(told.entry->what) + " " + told.entry->text : "none";
}

} // namespace

TEST_CASE("a worker that starts is told by its pid, one that is ready is an event only") {
  CHECK(lines(announce::worker_start(process)) == "N Initializing new worker (5249)\n");
  CHECK(entry(announce::worker_start(process)) == "worker-started ");
  CHECK(announce::worker_is_ready(process, "1.0").lines.empty());
  CHECK(entry(announce::worker_is_ready(process, "1.0")) == "worker-ready 1.0");
}

TEST_CASE("silence and its end are warnings") {
  CHECK(lines(announce::liveness({process, false})) ==
        "W worker 1 (5249) does not answer: suspect\n");
  CHECK(announce::liveness({process, false}).entry->what == kind::worker_silent);
  CHECK(lines(announce::liveness({process, true})) == "W worker 1 (5249) answers again\n");
  CHECK(announce::liveness({process, true}).entry->what == kind::worker_heard);
}

TEST_CASE("only the crash of a worker that serves is an alert") {
  auto crash = worker_ended{.process = process, .signal = SIGSEGV};
  auto sentence = std::string{"worker (5249) exited with code 139 (Segmentation fault)\n"};
  CHECK(lines(announce::current_ended(crash)) == "A Current " + sentence);
  CHECK(lines(announce::former_ended(crash)) == "W Former " + sentence);
  CHECK(lines(announce::candidate_ended(crash)) == "W Failed to load " + sentence);
  CHECK(lines(announce::expected_end(crash)).empty());
  CHECK(lines(announce::current_ended({.process = process, .exit_code = 1})).starts_with("W "));
}

TEST_CASE("the event book has every end in the same words") {
  auto crash = worker_ended{.process = process, .signal = SIGSEGV};
  auto text = "worker-ended worker 1 (5249) killed by signal 11 (Segmentation fault)";
  for (const auto& told : {announce::current_ended(crash), announce::former_ended(crash),
                           announce::candidate_ended(crash), announce::expected_end(crash)})
    CHECK(entry(told) == text);
}

TEST_CASE("a worker that could not be started is an alert, whatever it was for") {
  auto end = worker_ended{.process = {2, 7, 0, 0}, .cause = "cannot be started: no such file"};
  CHECK(lines(announce::candidate_ended(end)) == "A worker 2 cannot be started: no such file\n");
}

TEST_CASE("what follows from an end") {
  CHECK(lines(announce::restart(process, 75ms)) == "N worker 1 is started again in 75 ms\n");
  CHECK(entry(announce::restart(process, 75ms)) == "worker-restart in 75 ms");
  CHECK(lines(announce::no_restart(1)) ==
        "A worker 1 is not started again, its exit code says so\n");
  CHECK(lines(announce::gave_up(1, 1U)) == "A worker 1 was not ready after 1 start: giving up\n");
  CHECK(lines(announce::gave_up(1, std::nullopt)) ==
        "A worker 1 has ended with a code that forbids another start: giving up\n");
}

TEST_CASE("a stop that takes long says what it waits for") {
  CHECK(lines(announce::waiting({"worker 1 (5249)", "program 'api' (71)"}, 28s)) ==
        "W Waiting for worker 1 (5249), program 'api' (71): killed in 28 s, or at once by a second "
        "signal\n");
}

TEST_CASE("the launcher hears of every step of the service") {
  CHECK(announce::started().step == service_step::started);
  CHECK(announce::reload_begun(false).step == service_step::reloading);
  CHECK(announce::reload_done().step == service_step::reloaded);
  CHECK(announce::reload_failed().step == service_step::reload_failed);
  CHECK(announce::stopping().step == service_step::stopping);
  CHECK(announce::stopped(3).step == service_step::stopped);
  CHECK(announce::stopped(3).exit_code == 3);
  CHECK(announce::restart(process, 75ms).step == service_step::none);
}

TEST_CASE("a reload is two events, and what was wrong is told before") {
  CHECK(entry(announce::reload_begun(true)) == "reload-begun hard");
  CHECK(entry(announce::reload_begun(false)) == "reload-begun ");
  CHECK(lines(announce::reload_done()) == "N Loading success.\n");
  CHECK(announce::reload_failed().lines.empty());
  CHECK(lines(announce::configuration_overdue(60s)) ==
        "A config : it could not be read within 60s\n");
}

TEST_CASE("the end of a program is told with what follows from it") {
  auto end = program_ended{.name = "api", .pid = 71, .exit_code = 3, .restart_in = 75};
  auto sentence = std::string{"A Current program 'api' (71) exited with code 3 (Exit)\n"};
  CHECK(lines(announce::program_end(end)) ==
        sentence + "N the program 'api' is started again in 75 ms\n");
  end.restart_in = program_ended::never;
  CHECK(lines(announce::program_end(end)) ==
        sentence + "N the program 'api' is not started again\n");
  CHECK(lines(announce::fatal_end(end)) ==
        sentence + "A exit-on-failure: killing every processes with SIGTERM\n");
  CHECK(lines(announce::expected_end(end)).empty());
  CHECK(entry(announce::expected_end(end)) ==
        "program-ended program 'api' (71) exited with code 3");
}

TEST_CASE("the end of a program that was told to end is a warning") {
  auto end = program_ended{.name = "api", .pid = 70, .is_current = false};
  CHECK(lines(announce::program_end(end)) ==
        "W Former program 'api' (70) exited with code 0 (Exit)\n");
}

} // namespace mw::announcement_test

// Events as lines of text and of JSON.
#include "messages/processes/events.hpp"

#include <catch2/catch.hpp>

namespace mw::events_test {

namespace {

using kind = lifecycle_event::kind;

const auto process = process_key{1, 3, 5249, 0};
constexpr auto moment = int64_t{1'700'000'000'042};

} // namespace

TEST_CASE("an event is a line with time and kind and worker and reason") {
  CHECK(event_line({kind::worker_started, moment, process}) ==
        "2023-11-14T22:13:20.042Z worker-started worker 1 (5249)\n");
  CHECK(event_line(
            {kind::worker_ended, moment, process, "worker 1 (5249) killed by signal 9 (Killed)"}) ==
        "2023-11-14T22:13:20.042Z worker-ended worker 1 (5249) killed by signal 9 (Killed)\n");
  CHECK(event_line({kind::reload_done, moment}) == "2023-11-14T22:13:20.042Z reload-done\n");
}

TEST_CASE("an event as JSON is one object in one line") {
  CHECK(event_json({kind::worker_restart, moment, process, "in 100 ms"}) ==
        R"({"time":"2023-11-14T22:13:20.042Z","event":"worker-restart","worker":1,"pid":5249,)"
        R"("text":"in 100 ms"})"
        "\n");
  CHECK(event_json({kind::reload_failed, moment}) ==
        R"({"time":"2023-11-14T22:13:20.042Z","event":"reload-failed"})"
        "\n");
}

TEST_CASE("what a worker says of itself cannot break the line of its event") {
  CHECK(event_line({kind::worker_ready, moment, process, "2.6\nworker-ended"}) ==
        "2023-11-14T22:13:20.042Z worker-ready worker 1 (5249) 2.6 worker-ended\n");
  CHECK_THAT(event_json({kind::worker_ready, moment, process, "a\nb\xff"}),
             Catch::Contains(R"("text":"a\nb)"));
}

} // namespace mw::events_test

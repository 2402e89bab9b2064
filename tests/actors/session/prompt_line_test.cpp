// What a session's prompt says.
#include "actors/session/prompt_line.hpp"

#include <catch2/catch.hpp>

namespace mw::prompt_line_test {

using namespace std::chrono_literals;

namespace {

const auto at_1 = target{target::kind::relative, 1};
const auto worker_1 = process_key{1, 1, 1271, 1000};
const auto next_1 = process_key{1, 3, 1290, 2000};
const auto timed = cli_settings{.prompt = {prompt_mode::kind::prompt, true}};

std::string text_of(const prompt_line& line) {
  return line.text({}, 7, 5000s);
}

} // namespace

TEST_CASE("a prompt names the master, and whether its last reload has failed") {
  auto line = prompt_line{{}, 1000};
  CHECK(text_of(line) == "master> ");
  line.watch();
  line.take({{0, 0, 4711, 0}, true});
  CHECK(text_of(line) == "master[ReloadFailed]> ");
  line.take({{0, 0, 4711, 0}, false});
  CHECK(text_of(line) == "master> ");
}

TEST_CASE("a prompt names the process that its target means, or has meant last") {
  auto line = prompt_line{{}, 1000};
  line.select(at_1, worker_1);
  CHECK(text_of(line) == "1271> ");
  line.watch();
  line.take({next_1, true});
  CHECK(text_of(line) == "1290> ");
  line.take({{}, false}); // it has ended
  CHECK(text_of(line) == "1290> ");
}

TEST_CASE("a prompt names a group") {
  auto line = prompt_line{{target::kind::all}, 1000};
  CHECK(text_of(line) == "all> ");
}

TEST_CASE("what is told of another target than the present one says nothing") {
  auto line = prompt_line{{}, 1000};
  line.select(at_1, worker_1);
  line.watch();
  CHECK(line.is_watched());
  line.select({target::kind::pid, 1272}, {2, 2, 1272, 0});
  CHECK_FALSE(line.is_watched());
  line.take({next_1, false});
  CHECK(text_of(line) == "1272> ");
}

TEST_CASE("a pid means that process alone, should the pid come back") {
  auto line = prompt_line{{}, 1000};
  line.select({target::kind::pid, 1271}, worker_1);
  CHECK(line.where() == target{.form = target::kind::pid, .number = 1271, .serial = 1});
  line.give_up_target();
  CHECK(line.where() == target{});
}

TEST_CASE("a timed prompt begins with the time since its process was started") {
  auto line = prompt_line{{}, 1000};
  CHECK(line.text(timed, 7, 1061s) == "[0:00:01:01] master> ");
  line.select(at_1, next_1);
  CHECK(line.text(timed, 7, 2003s) == "[0:00:00:03] 1290> ");
}

TEST_CASE("the settings put the command's id in front, and the modes behind") {
  auto line = prompt_line{{}, 1000};
  CHECK(line.text({.modes = {.expert = true}, .trace_ids = true}, 7, 0s) == "[c7] master(e)> ");
}

} // namespace mw::prompt_line_test

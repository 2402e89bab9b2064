// A merge: one set of numbers of several workers, step by step.
#include "tests/fixtures/merge_fixture.hpp"

#include <fmt/format.h>

namespace mw::merge_run_test {

using namespace mw::test;
using namespace std::chrono_literals;

namespace {

const auto info = merge_order{};

std::string connections(uint64_t count) {
  return fmt::format("18.CumConns.1:MCP:u32:{}\n\n", count);
}

counter_table_ptr total(uint64_t count) {
  auto table = counter_table{};
  table.set({}, {18, "CumConns", "MCP", "u32"}, count);
  return std::make_shared<const counter_table>(std::move(table));
}

} // namespace

TEST_CASE_METHOD(merge_fixture, "the workers' counters become one") {
  start(info, 3);
  asked("show info typed");
  answers(2, connections(5));
  answers(3, connections(7));
  CHECK(totals.empty());
  answers(1, connections(30));
  CHECK(totals_know(nullptr) == 3);
  CHECK(sink->got(7) == "CumConns: 42\n\n[end]");
  CHECK(has_ended(merge));
}

TEST_CASE_METHOD(merge_fixture, "a merge shows what the totals know of workers that are gone") {
  start(info, 1);
  asked("show info typed");
  answers(1, connections(30));
  totals_know(total(1000));
  CHECK(sink->got(7) == "CumConns: 1000\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture,
                 "a merge of current workers brings its samples and shows no totals") {
  start({.current_only = true}, 1);
  asked("show info typed");
  answers(1, connections(30));
  CHECK(totals_know(total(1000)) == 1);
  CHECK(sink->got(7) == "CumConns: 30\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture, "a worker that dies during a merge is named and the others count") {
  start(info, 3);
  asked("show info typed");
  answers(1, connections(5));
  says(2, "18.CumConns.1:MC");
  ends(2, "worker 2 (1272) killed by signal 9 (Killed)");
  answers(3, connections(7));
  CHECK(totals_know(nullptr) == 2);
  CHECK(sink->got(7) == "CumConns: 12\n# worker 2 (1272) killed by signal 9 (Killed)\n"
                        "# 2 of 3 workers answered\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture, "a worker that is silent during a merge is named in time") {
  start(info, 2);
  asked("show info typed");
  answers(2, connections(7));
  for (auto passed = 0s; passed < branch_time_limit; passed += 1s)
    pass(1s);
  CHECK(runners[0]->take<cancel_command>() == cancel_command{ids[0]});
  totals_know(nullptr);
  CHECK(sink->got(7) == "CumConns: 7\n# worker 1 (1271) has not answered within 10s\n"
                        "# 1 of 2 workers answered\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture, "an answer that is not typed is named and not merged") {
  start(info, 3);
  asked("show info typed");
  answers(1, "Permission denied\n\n");
  answers(2, "\n");
  answers(3, connections(7));
  totals_know(nullptr);
  CHECK(sink->got(7) ==
        "CumConns: 7\n"
        "# worker 1 (1271) has answered nothing that can be merged: line 1: 'Permission denied'\n"
        "# worker 2 (1272) has answered nothing that can be merged: it is empty\n"
        "# 1 of 3 workers answered\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture, "a session that no worker answers is not told the totals either") {
  start(info, 1);
  asked("show info typed");
  answers(1, "Permission denied\n\n");
  CHECK(totals.empty());
  CHECK(sink->got(7) ==
        "# worker 1 (1271) has answered nothing that can be merged: line 1: 'Permission denied'\n"
        "# 0 of 1 workers answered\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture, "a worker that answers more than the bound is cut off and named") {
  start(info, 2);
  asked("show info typed");
  answers(2, connections(7));
  auto flood = std::string(reply_window, 'x');
  auto sent = size_t{0};
  for (; sent <= most_merged_text; sent += flood.size()) {
    says(1, flood);
    if (sent + flood.size() <= most_merged_text)
      CHECK(runners[0]->take<reply_credit>().bytes == flood.size());
  }
  CHECK(runners[0]->take<cancel_command>() == cancel_command{ids[0]});
  totals_know(nullptr);
  CHECK(sink->got(7) == "CumConns: 7\n# worker 1 (1271) has answered more than 16 MiB\n"
                        "# 1 of 2 workers answered\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture, "a worker whose turn has not come is not read beyond its window") {
  start(info, 2);
  asked("show info typed");
  says(2, std::string(reply_window, 'x'));
  for (auto passed = 0s; passed < 8s; passed += 1s)
    pass(1s);
  CHECK(runners[1]->empty()); // no credit, and no blame
  answers(1, connections(1));
  CHECK(runners[1]->take<reply_credit>() == reply_credit{ids[1], reply_window});
}

TEST_CASE_METHOD(merge_fixture, "sixty-four workers are merged and one that is missing is named") {
  auto branches = std::vector<fan_out_branch>{};
  for (auto number = 1; number <= 63; ++number) {
    auto& runner = runners.emplace_back(std::make_unique<peer>(system));
    branches.push_back({.process = {number, static_cast<uint64_t>(number), 1270 + number, 0},
                        .runner = runner->as<command_runner_actor>()});
  }
  branches.push_back({.process = {.relative = 64}, .reason = "worker 64 is not ready yet"});
  start(info, std::move(branches));
  asked("show info typed");
  for (auto number = size_t{63}; number > 0; --number)
    answers(number, connections(number));
  CHECK(totals_know(nullptr) == 63);
  CHECK(sink->got(7) ==
        "CumConns: 2016\n# worker 64 is not ready yet\n# 63 of 64 workers answered\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture, "a merged csv asks for the columns first and has them") {
  start({.reports = {report::stat}}, 1);
  asked("show stat -1 0 -1");
  answers(1, "# pxname,svname,stot,\n\n");
  CHECK(totals.empty());
  asked("show stat typed");
  answers(1, "F.2.0.0.pxname.1:KNS:str:f\n"
             "F.2.0.1.svname.1:KNS:str:FRONTEND\nF.2.0.7.stot.1:MCP:u64:5\n\n");
  totals_know(nullptr);
  CHECK(sink->got(7) == "# pxname,svname,stot,\nf,FRONTEND,5,\n\n[end]");
}

TEST_CASE_METHOD(merge_fixture, "samples of both reports have no text") {
  start({.reports = {report::info, report::stat}, .shape = merge_order::form::nothing}, 1);
  asked("show info typed");
  answers(1, connections(3));
  CHECK(totals_know(total(3)) == 1);
  asked("show stat typed");
  answers(1, "\n"); // there is no proxy
  CHECK(totals_know(total(0)) == 1);
  CHECK(sink->got(7) == "[end]");
}

TEST_CASE_METHOD(merge_fixture, "a worker that hangs holds up no samples for long") {
  start({.reports = {report::info, report::stat}, .shape = merge_order::form::nothing}, 2);
  asked("show info typed");
  answers(2, connections(3));
  pass(1s);
  CHECK(totals.empty());
  pass(1s);
  CHECK(totals_know(nullptr) == 1);
  CHECK(runners[1]->take<run_command, reply_sink_actor>().text == "show stat typed");
  CHECK(runners[0]->take<cancel_command>() == cancel_command{ids[0]});
  CHECK(runners[0]->empty()); // the first worker is not asked again
}

TEST_CASE_METHOD(merge_fixture, "a long merge waits for a client that reads slowly") {
  start(info, 1);
  asked("show info typed");
  auto text = std::string{};
  for (auto number = 0; number < 500; ++number)
    text += fmt::format("{}.f{}.1:COS:str:{}\n", number, number, std::string(2000, 'x'));
  answers(1, text);
  totals_know(nullptr);
  auto shown = sink->got(7);
  CHECK(shown.size() == reply_window);
  for (auto passed = 0s; passed < 60s; passed += 1s)
    pass(1s);
  CHECK(sink->empty());
  while (!shown.ends_with("[end]")) {
    sink->send(merge, reply_credit{7, reply_window});
    settle();
    auto more = sink->got(7);
    REQUIRE_FALSE(more.empty());
    shown += more;
  }
  CHECK(shown.size() > 1'000'000);
  CHECK(has_ended(merge));
}

TEST_CASE_METHOD(merge_fixture, "a merge that nobody waits for is cancelled everywhere") {
  start(info, 2);
  asked("show info typed");
  answers(1, connections(1));
  sink.reset();
  settle();
  CHECK(runners[0]->take<reply_credit>().id == ids[0]); // it has answered
  CHECK(runners[0]->empty());
  CHECK(runners[1]->take<cancel_command>() == cancel_command{ids[1]});
  CHECK(has_ended(merge));
}

} // namespace mw::merge_run_test

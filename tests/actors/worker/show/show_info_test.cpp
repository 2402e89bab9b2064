// The forms of `show info`.
#include "actors/worker/show/show_info.hpp"

#include <catch2/catch.hpp>

namespace mw::show_info_test {

using namespace mw::worker;

using words = std::vector<std::string>;

namespace {

constexpr auto plain = R"(Name: mw-actors
Version: )" MW_VERSION R"(
Release_date: 2026/11/23
Nbthread: 1
Nbproc: 4
Process_num: 2
Pid: 4711
Uptime: 1d 2h03m04s
Uptime_sec: 93784
Memmax_MB: 512
PoolAlloc_MB: 0
PoolUsed_MB: 0
PoolFailed: 0
Ulimit-n: 1024
Maxsock: 1024
Maxconn: 0
Hard_maxconn: 0
CurrConns: 0
CumConns: 2
CumReq: 7
MaxSslConns: 0
CurrSslConns: 0
CumSslConns: 0
Maxpipes: 0
PipesUsed: 0
PipesFree: 0
ConnRate: 0
ConnRateLimit: 0
MaxConnRate: 0
SessRate: 0
SessRateLimit: 0
MaxSessRate: 0
SslRate: 0
SslRateLimit: 0
MaxSslRate: 0
SslFrontendKeyRate: 0
SslFrontendMaxKeyRate: 0
SslFrontendSessionReuse_pct: 0
SslBackendKeyRate: 0
SslBackendMaxKeyRate: 0
SslCacheLookups: 0
SslCacheMisses: 0
CompressBpsIn: 0
CompressBpsOut: 0
CompressBpsRateLim: 0
Tasks: 2
Run_queue: 0
node: here
description: some text
Stopping: 0
Jobs: 3
Unstoppable Jobs: 3
Listeners: 1
ActivePeers: 0
ConnectedPeers: 0
DroppedLogs: 0
BusyPolling: 0
FailedResolutions: 0
TotalBytesOut: 5000000000
TotalSplicdedBytesOut: 0
BytesOutRate: 0
DebugCommandsIssued: 0
CumRecvLogs: 0
Build info: )" MW_VERSION R"(
Memmax_bytes: 536870912
PoolAlloc_bytes: 0
PoolUsed_bytes: 0
Start_time_sec: 1700000000
Tainted: 0
Resident_bytes: 1000000
Open_fds: 9
)";

/// A worker of known process_stats, and readings a day later.
class info_fixture {
public:
  info_fixture() {
    using namespace std::chrono;
    worker.about = {
        .number = 2, .nbproc = 4, .control_fd = 3, .node = "here", .description = "some text"};
    auto& counters = worker.counters;
    counters.started = process_stats::clock::time_point{} + hours(1);
    counters.started_at = system_clock::time_point{} + 1'700'000'000'250ms;
    counters.opened();
    counters.opened();
    counters.total->commands = 7;
    counters.sent(5'000'000'000, counters.started);
    now = {.now = counters.started + 93'784'500ms,
           .pid = 4711,
           .descriptor_limit = 1024,
           .memory_limit = 512 * 1024 * 1024,
           .resident = 1'000'000,
           .open_descriptors = 9};
  }

  std::string show(const words& arguments) {
    auto options = parse_info_options(arguments);
    return show_info(info_fields(worker, now, options.exact_times), worker.about.number, options);
  }

protected:
  worker_context worker;
  readings now;
};

std::string line_with(const std::string& text, const std::string& part) {
  auto at = text.find(part);
  auto start = text.rfind('\n', at) + 1;
  return text.substr(start, text.find('\n', at) - start);
}

const std::array<info_field, 3> few_fields{{
    {0, "Name", "POSV", "The name", std::string("a\"b\xff")},
    {8, "Uptime_sec", "MDPV", "The time", 1.25},
    {63, "BytesOutRate", "MRPV", "The rate", uint64_t{5'000'000'000}},
}};

} // namespace

TEST_CASE_METHOD(info_fixture, "show info shows a name and a value on each line") {
  CHECK(show({}) == plain);
  CHECK(show({"nonsense"}) == plain);
}

TEST_CASE_METHOD(info_fixture, "typed lines have HAProxy's numbers, tags and types") {
  auto text = show({"typed"});
  CHECK(line_with(text, "Name") == "0.Name.2:POSV:str:mw-actors");
  CHECK(line_with(text, "Nbproc") == "4.Nbproc.2:CGSV:u32:4");
  CHECK(line_with(text, "Uptime.") == "7.Uptime.2:MDPV:str:1d 2h03m04s");
  CHECK(line_with(text, "Unstoppable") == "54.Unstoppable Jobs.2:MGPV:u32:3");
  CHECK(line_with(text, "TotalBytesOut") == "61.TotalBytesOut.2:MGPV:u64:5000000000");
  CHECK(line_with(text, "Open_fds") == "1001.Open_fds.2:MGPV:u32:9");
}

TEST_CASE_METHOD(info_fixture, "desc appends what a field means") {
  CHECK(line_with(show({"desc"}), "Pid") == "Pid: 4711:\"PID of this worker\"");
  CHECK(line_with(show({"desc", "typed"}), "Pid") ==
        "6.Pid.2:SGPV:u32:4711:\"PID of this worker\"");
}

TEST_CASE_METHOD(info_fixture, "float shows times with fractions of a second") {
  auto text = show({"float"});
  CHECK(line_with(text, "Uptime_sec") == "Uptime_sec: 93784.5");
  CHECK(line_with(text, "Start_time_sec") == "Start_time_sec: 1700000000.25");
  CHECK(line_with(show({"typed", "float"}), "Uptime_sec") == "8.Uptime_sec.2:MDPV:flt:93784.5");
}

TEST_CASE_METHOD(info_fixture, "a float without a fraction is shown without a point") {
  now.now = worker.counters.started + std::chrono::seconds(100);
  CHECK(line_with(show({"float"}), "Uptime_sec") == "Uptime_sec: 100");
}

TEST_CASE_METHOD(info_fixture, "a worker without description has no such line") {
  worker.about.description.clear();
  CHECK_THAT(show({}), !Catch::Contains("description") && Catch::Contains("node: here\nStopping"));
}

TEST_CASE_METHOD(info_fixture, "memory that is not known is not shown") {
  now.resident = 0;
  CHECK_THAT(show({}), !Catch::Contains("Resident_bytes") && Catch::Contains("Open_fds: 9\n"));
}

TEST_CASE_METHOD(info_fixture, "a worker's own sockets are listeners and jobs") {
  worker.sockets.resize(2);
  auto text = show({});
  CHECK(line_with(text, "Listeners") == "Listeners: 3");
  CHECK_THAT(text, Catch::Contains("\nJobs: 5\nUnstoppable Jobs: 5\n"));
}

TEST_CASE_METHOD(info_fixture, "who has something to finish is not an unstoppable job") {
  soft_stop::hold busy(worker.stop);
  CHECK_THAT(show({}), Catch::Contains("\nJobs: 3\nUnstoppable Jobs: 2\n"));
}

TEST_CASE_METHOD(info_fixture, "a worker that was asked to end is stopping") {
  worker.stop.request();
  CHECK(line_with(show({}), "Stopping") == "Stopping: 1");
}

TEST_CASE_METHOD(info_fixture, "a uptime of a clock that went backwards is none") {
  now.now = worker.counters.started - std::chrono::seconds(5);
  CHECK(line_with(show({}), "Uptime:") == "Uptime: 0d 0h00m00s");
}

TEST_CASE("json has HAProxy's shape, on one line") {
  CHECK(show_info(few_fields, 3, parse_info_options(words{"json", "desc"})) ==
        R"([{"field":{"pos":0,"name":"Name"},"processNum":3,"tags":{"origin":"Product",)"
        R"("nature":"Output","scope":"Service"},"value":{"type":"str","value":"a\"b)"
        "\xef\xbf\xbd"
        R"("}},{"field":{"pos":8,"name":"Uptime_sec"},"processNum":3,"tags":{"origin":"Metric",)"
        R"("nature":"Duration","scope":"Process"},"value":{"type":"flt","value":1.25}},)"
        R"({"field":{"pos":63,"name":"BytesOutRate"},"processNum":3,"tags":{"origin":"Metric",)"
        R"("nature":"Rate","scope":"Process"},"value":{"type":"u64","value":5000000000}}])"
        "\n");
}

TEST_CASE("of several forms the last wins") {
  using form = info_options::form;
  CHECK(parse_info_options(words{"typed", "json"}).shape == form::json);
  CHECK(parse_info_options(words{"json", "typed"}).shape == form::typed);
  CHECK(parse_info_options(words{"x", "desc", "float"}) == info_options{form::plain, true, true});
}

TEST_CASE("the readings of this process are plausible") {
  auto now = read_process_stats();
  CHECK(now.pid == ::getpid());
  CHECK(now.open_descriptors >= 3);
  CHECK(now.resident > 100'000);
}

} // namespace mw::show_info_test

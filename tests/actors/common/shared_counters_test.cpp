// Counters in memory that the master reads when their worker has been killed.
#include "actors/merge/orphan_counters.hpp"
#include "actors/relay/engine.hpp"
#include "actors/worker/show/counter_catalogue.hpp"
#include "actors/worker/stat/show_stat.hpp"
#include "actors/worker/stat/stat_rows.hpp"
#include "tests/fixtures/relay_fixture.hpp"
#include "tests/support/forked.hpp"

#include <catch2/catch.hpp>

#include <csignal>

#include <sys/resource.h>

namespace mw::shared_counters_test {

using namespace mw::test;
using worker::shared_counters;

namespace {

/// A worker's side and the master's.
struct shared_fixture {
  explicit shared_fixture(size_t room = 64) : memory(copy(), room), left(copy()) {}

  unique_fd copy() const { return unique_fd(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0)); }

  std::string line(const std::string& place) const {
    return "18.CumConns.1:MCP:u32:" + place + "\n";
  }

  std::string line(const uint64_t& counter) const {
    return line(std::to_string(memory.place_of(counter)));
  }

  std::optional<uint64_t> connections() { return left.read(report::info).at({}, "CumConns"); }

  unique_fd file = *net::make_counter_memory();
  shared_counters memory;
  orphan_counters left;
};

} // namespace

TEST_CASE_METHOD(shared_fixture,
                 "what a worker counts is read while it counts and when it is gone") {
  auto one = memory.make<uint64_t>();
  auto other = memory.make<uint64_t>();
  CHECK_FALSE(connections()); // the worker has not said which counter is where
  memory.publish(line(*one) + line(*other), "");
  *one = 3;
  *other = 4;
  CHECK(connections() == 7U);
  *one += 1;
  memory = {}; // the worker is gone
  CHECK(connections() == 8U);
}

TEST_CASE_METHOD(shared_fixture, "counters for which there is no room are the worker's own") {
  struct large {
    std::array<uint64_t, 9> counts = {};
  };

  auto own = memory.make<large>();
  CHECK(memory.place_of(own->counts[0]) == 0);
  CHECK(memory.place_of(*memory.make<uint64_t>()) != 0);
  CHECK(shared_counters().place_of(*shared_counters().make<uint64_t>()) == 0);
}

TEST_CASE_METHOD(shared_fixture, "a wrong place and a wrong text read nothing") {
  auto count = memory.make<uint64_t>();
  SECTION("beyond the counters") {
    memory.publish(line("100000"), "");
  }
  SECTION("at the very end") {
    memory.publish(line(std::to_string(UINT64_MAX)), "");
  }
  SECTION("nowhere") {
    memory.publish(line("0"), "");
  }
  SECTION("no report") {
    memory.publish("hello\n", "hello\n");
  }
  SECTION("a text that is too long") {
    memory.publish(line(*count), "");
    auto header = net::counter_memory_header{64, most_counter_bytes, most_counter_bytes};
    REQUIRE(::pwrite(file.get(), &header, sizeof header, 0) == sizeof header);
  }
  SECTION("a text that is cut off") {
    memory.publish(line(*count), "");
    REQUIRE(::ftruncate(file.get(), 100) == 0);
  }
  CHECK_FALSE(connections());
}

TEST_CASE("where no file may grow a worker counts for itself") {
  CHECK(run_forked([] {
          std::signal(SIGXFSZ, SIG_IGN);
          auto limit = rlimit{100, 100};
          if (::setrlimit(RLIMIT_FSIZE, &limit) != 0)
            return 1;
          auto memory = shared_counters(*net::make_counter_memory(), 1000);
          auto count = memory.make<uint64_t>();
          memory.publish("", "");
          return memory.are_shared() || memory.place_of(*count) != 0 ? 2 : 3;
        }).number() == 3);
}

TEST_CASE("all counters of show stat and show info are found in the memory") {
  auto relay = relay_fixture{};
  relay.add_listen("m").socket_stats = true;
  relay.add_server();
  relay.add_server(1).check = true;
  auto file = *net::make_counter_memory();
  auto copy = unique_fd(::fcntl(file.get(), F_DUPFD_CLOEXEC, 0));
  auto context = worker::worker_context{};
  auto memory = shared_counters(std::move(copy), shared_counters::room_of<worker::cli_totals>() +
                                                     room_of(relay.parts()));
  context.counters.total = memory.make<worker::cli_totals>();
  relay.parts().memory = &memory;
  context.balancer = &relay.start();
  memory.publish(info_catalogue(context, memory), stat_catalogue(relay.engine().state(), memory));

  auto number = uint64_t{0};
  auto fill = [&](relay::counters& x) {
    for (auto field :
         {&relay::counters::all_sessions, &relay::counters::all_connections,
          &relay::counters::chosen, &relay::counters::bytes_in, &relay::counters::bytes_out,
          &relay::counters::bad_requests, &relay::counters::failed_connects,
          &relay::counters::failed_responses, &relay::counters::retries,
          &relay::counters::redispatches, &relay::counters::client_aborts,
          &relay::counters::server_aborts, &relay::counters::internal_errors,
          &relay::counters::failed_checks, &relay::counters::downs})
      x.*field = ++number;
  };
  for (const auto& one : relay.engine().state().all) {
    fill(*one->front->counts);
    fill(*one->front->listeners.front().counts);
    fill(*one->back->counts);
    fill(*one->back->servers.front()->counts);
  }
  auto left = orphan_counters(std::move(file));
  auto read = left.read(report::stat);
  auto rows = worker::stat_rows(relay.engine().state(), {}, {1, relay::clock::now()});
  auto shown = parse_typed(report::stat, worker::show_stat(rows, worker::stat_form::typed, 1));
  REQUIRE(shown);
  auto expected = counters_of(report::stat, *shown);
  CHECK(expected.rows().size() == 7);
  auto found = size_t{0};
  for (const auto& [key, values] : expected.rows())
    for (size_t at = 0; at < values.size(); ++at) {
      if (values[at].value_or(0) == 0) // HTTP and TLS count nothing here
        continue;
      INFO(key.proxy << "/" << key.server << " " << expected.columns()[at].name);
      CHECK(read.at(key, expected.columns()[at].name) == values[at]);
      ++found;
    }
  CHECK(found == 6 + 6 + 5 + 12 + 14 + 13 + 13);

  context.counters.total->commands = 5;
  context.counters.total->connections = 6;
  relay.engine().state().total->sessions = 7;
  CHECK(left.read(report::info).at({}, "CumReq") == 5U);
  CHECK(left.read(report::info).at({}, "CumConns") == 13U);
}

} // namespace mw::shared_counters_test

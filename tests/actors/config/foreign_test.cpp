// HAProxy's configuration: the parts that the master takes from it, and those for the worker.
#include "actors/config/haproxy_config.hpp"

#include <catch2/catch.hpp>

namespace mw::config::foreign_test {

using namespace std::chrono_literals;

namespace {

haproxy_config read_one(std::string text, std::vector<std::string> environment = {},
                        const condition_judge& judge = {}) {
  auto sources = std::vector<source>{{"h.cfg", std::move(text)}};
  return read_haproxy_config(sources, std::move(environment), judge);
}

} // namespace

TEST_CASE("of HAProxy's configuration the master takes what concerns a master") {
  auto found = read_one("global\n"
                        "    daemon\n"
                        "    pidfile \"/run/${NAME}.pid\"\n"
                        "    hard-stop-after 30s\n"
                        "    mworker-max-reloads 3\n"
                        "    stats socket /run/h.sock level admin\n"
                        "    tune.bufsize 32768\n"
                        "defaults\n"
                        "    daemon\n"
                        "listen l\n"
                        "    bind :80\n",
                        {"NAME=h"});
  CHECK(found.rewritten.empty());
  CHECK(found.values.daemon);
  CHECK(found.values.pid_file == "/run/h.pid");
  CHECK(found.values.hard_stop_after == 30s);
  CHECK(found.values.max_reloads == 3);
  REQUIRE(found.values.stats_sockets.size() == 1);
  CHECK(found.values.stats_sockets[0].where.path == "/run/h.sock");
}

TEST_CASE("the same keywords in other sections mean nothing to the master") {
  auto found = read_one("listen l\n    daemon\n    pidfile /run/h.pid\n");
  CHECK_FALSE(found.values.daemon);
  CHECK(found.values.pid_file.empty());
}

TEST_CASE("variables that HAProxy's configuration sets are there for its next lines") {
  CHECK(read_one("global\n setenv D /var\n pidfile \"$D/h.pid\"\n").values.pid_file ==
        "/var/h.pid");
}

TEST_CASE("mistakes in HAProxy's configuration are HAProxy's to tell") {
  auto found = read_one("global\n mworker-max-reloads many\n nonsense\n pidfile 'open\nother\n");
  CHECK(found.values == read_one("global\n").values);
}

TEST_CASE("below a condition the master takes what HAProxy takes") {
  auto knows_x = [](const std::string& condition, const std::vector<std::string>& variables) {
    CHECK(condition == "defined(X)");
    return variables == std::vector<std::string>{"X=1"};
  };
  auto text = "global\n setenv X 1\n.if defined(X)\n daemon\n.else\n pidfile /a\nlisten l\n.endif\n"
              " hard-stop-after 5s\n unsetenv X\n.if defined(X)\n pidfile /b\n.endif\n";
  auto found = read_one(text, {}, knows_x).values;
  CHECK(found.daemon);
  CHECK(found.pid_file.empty());
  CHECK(found.hard_stop_after == 5s); // still in the global section
}

TEST_CASE("the name of the local peer is what the configuration says") {
  auto found = read_one("global\n localpeer north\n pidfile \"/run/$HAPROXY_LOCALPEER.pid\"\n",
                        {"HAPROXY_LOCALPEER=machine"});
  CHECK(found.values.pid_file == "/run/north.pid");
  CHECK(found.values.environment == std::vector<std::string>{"HAPROXY_LOCALPEER=north"});
}

TEST_CASE("what depends on a condition that is not known is not for the master") {
  auto found = read_one("global\n.if defined(X)\n daemon\n.endif\n hard-stop-after 5s\n");
  CHECK_FALSE(found.values.daemon);
  CHECK(found.values.hard_stop_after == 5s);
}

TEST_CASE(
    "the line that would make a worker a master is emptied, and all others keep their number") {
  auto sources = std::vector<source>{
      {"a.cfg", "global\n    maxconn 100\n"},
      {"b.cfg", "global\n    master-worker no-exit-on-failure # why\n    maxconn 100"},
  };
  auto found = read_haproxy_config(sources, {});
  CHECK(found.rewritten == std::vector<size_t>{1});
  CHECK(sources[0].text == "global\n    maxconn 100\n");
  CHECK(sources[1].text == "global\n\n    maxconn 100");
  CHECK_FALSE(found.values.exit_on_failure);
}

TEST_CASE("HAProxy's way to end with the first worker can be asked for by HAProxy's keyword") {
  CHECK(read_one("global\n master-worker exit-on-failure\n").values.exit_on_failure);
}

} // namespace mw::config::foreign_test

// HAProxy's processes as workers: their command line, environment and descriptors.
#include "actors/plan/haproxy_executable.hpp"
#include "actors/plan/worker_executable.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

namespace mw::haproxy_executable_test {

using words = std::vector<std::string>;

namespace {

const auto two_sources = std::vector<config::source>{{"d/a.cfg", "global\n"}, {"d/b.cfg", "\n"}};

haproxy_options options_of(words config_paths) {
  return {.program = "haproxy", .words = {"-q"}, .config_paths = std::move(config_paths)};
}

haproxy_executable good(const haproxy_options& options, const std::vector<size_t>& rewritten = {}) {
  auto made = make_haproxy_executable(options, two_sources, rewritten);
  REQUIRE(made);
  return *made;
}

std::string text_of(const net::unique_fd& file) {
  auto path = "/proc/self/fd/" + std::to_string(file.get());
  auto text = std::ostringstream{};
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

} // namespace

TEST_CASE("HAProxy gets its files as they were typed, behind the one with its CLI") {
  auto made = good(options_of({"d", "c.cfg"}));
  CHECK(made.arguments ==
        words{"haproxy", "-db", "-q", "-f", "/proc/self/fd/5", "-f", "d", "-f", "c.cfg"});
  REQUIRE(made.files.size() == 1);
  CHECK(text_of(*made.files[0]) == "global\n"
                                   "    stats socket sockpair@3 level admin expose-fd listeners\n"
                                   "    stats maxconn 1024\n");
}

TEST_CASE("a file that had to be changed comes from memory, in its place") {
  auto made = good(options_of({"d"}), {0});
  CHECK(made.arguments == words{"haproxy", "-db", "-q", "-f", "/proc/self/fd/5", "-f",
                                "/proc/self/fd/6", "-f", "d/b.cfg"});
  REQUIRE(made.files.size() == 2);
  CHECK(text_of(*made.files[1]) == "global\n");
  CHECK(made.file_names == log::file_names{{"/proc/self/fd/6", "d/a.cfg"}});
}

TEST_CASE("inherited descriptors keep their numbers, ours are above them") {
  auto options = options_of({"c.cfg"});
  options.inherited = {3, 7};
  auto made = good(options);
  CHECK(made.control_fd == 8);
  auto command = net::program{};
  complete(command, made, 50, 60);
  CHECK(command.arguments ==
        words{"haproxy", "-db", "-q", "-f", "/proc/self/fd/10", "-f", "c.cfg", "-x", "sockpair@9"});
  CHECK(command.descriptors == std::vector<std::pair<int, int>>{
                                   {3, 3}, {7, 7}, {50, 8}, {made.files[0]->get(), 10}, {60, 9}});
}

TEST_CASE("without a predecessor there are no sockets to fetch") {
  auto program = worker_executable{.path = "/usr/sbin/haproxy",
                                   .environment = {"A=b"},
                                   .configuration = {},
                                   .haproxy = good(options_of({"c.cfg"}))};
  auto command = program.command(1, {.control = 50, .errors = 51});
  CHECK(command.path == "/usr/sbin/haproxy");
  CHECK(command.environment == words{"A=b"});
  CHECK(command.arguments == words{"haproxy", "-db", "-q", "-f", "/proc/self/fd/5", "-f", "c.cfg"});
  CHECK(command.descriptors ==
        std::vector<std::pair<int, int>>{{51, 2}, {50, 3}, {program.haproxy->files[0]->get(), 5}});
}

} // namespace mw::haproxy_executable_test

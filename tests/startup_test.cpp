// What a worker learns before it serves.
#include "actors/config/source.hpp"
#include "actors/worker/startup.hpp"

#include <catch2/catch.hpp>

#include <array>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace mw;
using namespace mw::worker;

using error_lines = std::vector<std::string>;

namespace {

/// Loads a configuration of this text as worker 2.
tl::expected<facts, error_lines> load(const std::string& text) {
  std::array<config_source, 1> sources{{{"a.cfg", text}}};
  auto sealed = seal_sources(sources).value();
  return load_facts({.control_fd = 77, .config_fd = sealed.release(), .number = 2, .count = 5});
}

rlimit descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit;
}

/// Puts the limit back that a test has changed.
class kept_limit {
public:
  kept_limit() = default;
  kept_limit(const kept_limit&) = delete;
  kept_limit& operator=(const kept_limit&) = delete;

  ~kept_limit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
  rlimit before_ = descriptor_limit();
};

} // namespace

TEST_CASE(
    "a worker takes numbers and control pair from its options, the rest from the configuration") {
  auto about = load("global\n  nbproc 4\n  node here\n  description \"some text\"\n").value();
  CHECK(about.number == 2);
  CHECK(about.control_fd == 77);
  CHECK(about.nbproc == 5); // --nbproc wins
  CHECK(about.node == "here");
  CHECK(about.description == "some text");
}

TEST_CASE("without a node in the configuration the host's name is the node") {
  std::array<char, 256> name{};
  REQUIRE(::gethostname(name.data(), name.size()) == 0);
  auto about = load("global\n").value();
  CHECK(about.node == name.data());
  CHECK(about.description.empty());
}

TEST_CASE("mistakes of the configuration are told as the master tells them") {
  auto about = load("global\n  foo\n  bar\n");
  REQUIRE_FALSE(about.has_value());
  CHECK(about.error() ==
        error_lines{"config : parsing [a.cfg:2] : unknown keyword 'foo' in 'global' section",
                    "config : parsing [a.cfg:3] : unknown keyword 'bar' in 'global' section"});
}

TEST_CASE("a descriptor that holds no configuration is an error") {
  auto about = load_facts(
      {.control_fd = 3, .config_fd = ::open("/dev/null", O_RDONLY), .number = 1, .count = 1});
  REQUIRE_FALSE(about.has_value());
  CHECK(about.error() == error_lines{"config : the configuration's descriptor is not sealed"});
}

TEST_CASE("ulimit-n sets the limit of descriptors") {
  kept_limit keeper;
  REQUIRE(load("global\n  ulimit-n 123\n").has_value());
  CHECK(descriptor_limit().rlim_cur == 123);
}

TEST_CASE("a limit of descriptors that the system refuses is an error") {
  kept_limit keeper;
  auto about = load("global\n  ulimit-n 2147483647\n");
  REQUIRE_FALSE(about.has_value());
  REQUIRE(about.error().size() == 1);
  CHECK_THAT(about.error().front(),
             Catch::StartsWith("Cannot raise FD limit to 2147483647, limit is " +
                               std::to_string(descriptor_limit().rlim_max)));
}

// The facts that a worker learns before it serves.
#include "actors/config/text/source.hpp"
#include "actors/worker/startup.hpp"

#include <catch2/catch.hpp>

#include <array>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace mw::startup_test {

using namespace mw::worker;

using error_lines = std::vector<std::string>;

namespace {

tl::expected<config::configuration, error_lines> load(const std::string& text) {
  std::array<config::source, 1> sources{{{"a.cfg", text}}};
  return load_config(config::seal_sources(sources).value().release());
}

/// The identity of worker 2 with this configuration.
identity identity_of(const std::string& text) {
  return make_identity({.control_fd = 77, .config_fd = -1, .number = 2, .count = 5},
                       load(text).value());
}

rlimit descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit;
}

/// Puts a limit back that a test has changed.
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
  auto about = identity_of("global\n  nbproc 4\n  node here\n  description \"some text\"\n");
  CHECK(about.number == 2);
  CHECK(about.control_fd == 77);
  CHECK(about.nbproc == 5); // --nbproc wins
  CHECK(about.node == "here");
  CHECK(about.description == "some text");
}

TEST_CASE("without a node in the configuration the host's name is the node") {
  std::array<char, 256> name{};
  REQUIRE(::gethostname(name.data(), name.size()) == 0);
  auto about = identity_of("global\n");
  CHECK(about.node == name.data());
  CHECK(about.description.empty());
}

TEST_CASE("mistakes of the configuration are told as the master tells them") {
  auto settings = load("global\n  foo\n  bar\n");
  REQUIRE_FALSE(settings.has_value());
  CHECK(settings.error() ==
        error_lines{"config : parsing [a.cfg:2] : unknown keyword 'foo' in 'global' section",
                    "config : parsing [a.cfg:3] : unknown keyword 'bar' in 'global' section"});
}

TEST_CASE("a descriptor that holds no configuration is an error") {
  auto settings = load_config(::open("/dev/null", O_RDONLY));
  REQUIRE_FALSE(settings.has_value());
  CHECK(settings.error() == error_lines{"config : the configuration's descriptor is not sealed"});
}

TEST_CASE("ulimit-n sets the limit of descriptors") {
  kept_limit keeper;
  config::configuration settings;
  REQUIRE(set_limits(settings).has_value());
  CHECK(descriptor_limit().rlim_cur != 123);
  settings.ulimit_n = 123;
  REQUIRE(set_limits(settings).has_value());
  CHECK(descriptor_limit().rlim_cur == 123);
}

TEST_CASE("a limit of descriptors that the system refuses is an error") {
  kept_limit keeper;
  config::configuration settings;
  settings.ulimit_n = 2'147'483'647;
  auto set = set_limits(settings);
  REQUIRE_FALSE(set.has_value());
  CHECK_THAT(set.error(), Catch::StartsWith("Cannot raise FD limit to 2147483647, limit is " +
                                            std::to_string(descriptor_limit().rlim_max)));
}

TEST_CASE("a worker has the descriptors that its maxconn needs") {
  kept_limit keeper;
  auto few = rlimit{.rlim_cur = 100, .rlim_max = descriptor_limit().rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &few) == 0);
  auto settings = config::configuration{};
  settings.maxconn = 20;
  REQUIRE(set_limits(settings));
  CHECK(descriptor_limit().rlim_cur == 100);
  settings.maxconn = 300;
  settings.proxies.emplace_back().binds.emplace_back();
  REQUIRE(set_limits(settings));
  CHECK(descriptor_limit().rlim_cur == 617);
}

TEST_CASE("a maxconn that needs more descriptors than there can be is an error with both numbers") {
  kept_limit keeper;
  auto settings = config::configuration{};
  settings.maxconn = 1'000'000'000;
  CHECK_THAT(set_limits(settings).error(),
             Catch::StartsWith("Cannot raise FD limit to 2000000016, limit is " +
                               std::to_string(descriptor_limit().rlim_max)));
}

TEST_CASE("a maxconn that needs more descriptors than ulimit-n gives is an error") {
  kept_limit keeper;
  auto settings = config::configuration{};
  settings.maxconn = 1000;
  settings.ulimit_n = 500;
  CHECK(set_limits(settings).error() ==
        "FD limit (500) too low for maxconn=1000/maxsock=2016. Please raise 'ulimit-n' to 2016 or "
        "more to avoid any trouble.");
}

} // namespace mw::startup_test

// Who is told of a soft stop, and when it is over.
#include "actors/worker/soft_stop.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

using namespace mw::worker;

namespace {

/// Writes down what happens.
class stop_fixture {
public:
  stop_fixture() {
    stop.when_finished([this] { log += "finished "; });
  }

protected:
  soft_stop stop;
  std::string log;
};

} // namespace

TEST_CASE_METHOD(stop_fixture, "a soft stop that nobody holds up is over at once") {
  CHECK_FALSE(stop.requested());
  stop.request();
  CHECK(stop.requested());
  CHECK(log == "finished ");
}

TEST_CASE_METHOD(stop_fixture, "a soft stop is over when the last hold has ended") {
  std::optional<soft_stop::hold> first(std::in_place, stop);
  std::optional<soft_stop::hold> second(std::in_place, stop);
  CHECK(stop.holds() == 2);
  stop.request();
  first.reset();
  CHECK(log.empty());
  second.reset();
  CHECK(log == "finished ");
}

TEST_CASE_METHOD(stop_fixture, "all are told of a soft stop in their order, before it is over") {
  soft_stop::notice first(stop, [this] { log += "first "; });
  soft_stop::notice second(stop, [this] {
    log += "second ";
    soft_stop::hold brief(stop);
  });
  stop.request();
  CHECK(log == "first second finished ");
}

TEST_CASE_METHOD(stop_fixture, "who has ended is not told, and may end while it is told") {
  std::optional<soft_stop::notice> first(std::in_place, stop, [&] {
    log += "first ";
    first.reset();
  });
  std::optional<soft_stop::notice> second(std::in_place, stop, [this] { log += "second "; });
  second.reset();
  stop.request();
  CHECK(log == "first finished ");
}

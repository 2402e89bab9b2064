// The news of a soft stop, and its end.
#include "actors/common/soft_stop.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>

namespace mw::soft_stop_test {

using namespace mw::worker;

namespace {

/// Writes down the calls of a soft stop.
class stop_fixture {
public:
  stop_fixture() {
    stop.when_finished([this] { log += "finished "; });
  }

protected:
  using stage = soft_stop::stage;

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
  soft_stop::notice first(stop, stage::asked, [this] { log += "first "; });
  soft_stop::notice second(stop, stage::asked, [this] {
    log += "second ";
    soft_stop::hold brief(stop);
  });
  stop.request();
  CHECK(log == "first second finished ");
}

TEST_CASE_METHOD(stop_fixture, "who has ended is not told, and may end while it is told") {
  std::optional<soft_stop::notice> first(std::in_place, stop, stage::asked, [&] {
    log += "first ";
    first.reset();
  });
  std::optional<soft_stop::notice> second(std::in_place, stop, stage::asked,
                                          [this] { log += "second "; });
  second.reset();
  stop.request();
  CHECK(log == "first finished ");
}

TEST_CASE_METHOD(stop_fixture,
                 "the last call comes once, when nothing is held for the first time") {
  soft_stop::notice asked(stop, stage::asked, [this] { log += "asked "; });
  soft_stop::notice last(stop, stage::last_call, [this] { log += "last "; });
  std::optional<soft_stop::hold> busy(std::in_place, stop);
  stop.request();
  CHECK(log == "asked ");
  CHECK_FALSE(stop.last_called());
  busy.reset();
  CHECK(log == "asked last finished ");
  CHECK(stop.last_called());
  busy.emplace(stop);
  stop.request();
  busy.reset();
  CHECK(log == "asked last finished finished ");
}

TEST_CASE_METHOD(stop_fixture, "who finds work at the last call finishes it before the end") {
  std::optional<soft_stop::hold> work;
  soft_stop::notice last(stop, stage::last_call, [&] {
    log += "last ";
    work.emplace(stop);
  });
  stop.request();
  CHECK(log == "last ");
  work.reset();
  CHECK(log == "last finished ");
}

TEST_CASE_METHOD(stop_fixture,
                 "without anybody who wants to know of the end there is no last call") {
  soft_stop::notice last(stop, stage::last_call, [this] { log += "last "; });
  stop.when_finished({});
  stop.request();
  CHECK(log.empty());
  CHECK_FALSE(stop.last_called());
}

} // namespace mw::soft_stop_test

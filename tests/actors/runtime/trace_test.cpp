// The message trace: its lines, and the causes in them.
#include "actors/runtime/stamp.hpp"
#include "actors/runtime/trace.hpp"
#include "messages/protocols/type_ids.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/fixtures/doer.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include <sys/stat.h>

namespace mw::runtime::trace_test {

using test::doer_actor;
using test::doer_state;

namespace {

using self_pointer = runtime::host<doer_actor>*;
using texts = std::vector<std::string>;

struct trace_fixture : test::actor_fixture {
  trace_fixture() { REQUIRE(trace::open(path)); }

  ~trace_fixture() { trace::close(); }

  std::string content() const {
    auto text = std::stringstream{};
    text << std::ifstream{path}.rdbuf();
    return text.str();
  }

  /// The lines, with a `_` for parts that differ from run to run: times, and the numbers of actors.
  texts lines() const {
    static const auto times = std::regex{R"(^\d\d:\d\d:\d\d\.\d{6} (.*) \+\d+us )"};
    static const auto actors = std::regex{R"(#\d+ )"};
    auto all = texts{};
    auto text = std::stringstream{content()};
    for (auto line = std::string{}; std::getline(text, line);)
      all.push_back(std::regex_replace(std::regex_replace(line, times, "_ $1 "), actors, "#_ "));
    return all;
  }

  doer_actor make(doer_state::action act) { return spawn<doer_state>(std::move(act)); }

  /// Sends with a new cause. Returns the cause.
  trace::correlation send(const doer_actor& to, int32_t number) {
    auto cause = trace::scope{trace::next()};
    caf::anon_send(to, number);
    return trace::current();
  }

  static std::string line(trace::correlation cause, const std::string& from, int32_t number) {
    return fmt::format("_ mw-test      c{} {} -> doer#_ ({})", cause, from, number);
  }

  temporary_folder folder;
  std::string path = folder / "trace";
};

} // namespace

TEST_CASE_METHOD(trace_fixture,
                 "a message has a line: time, thread, cause, wait, sender, receiver") {
  auto actor = make([](self_pointer, int64_t) {});
  auto cause = send(actor, 5);
  settle();
  CHECK(lines() == texts{line(cause, "-", 5)});
}

TEST_CASE_METHOD(trace_fixture, "a message without a cause has number 0") {
  auto actor = make([](self_pointer, int64_t) {});
  caf::anon_send(actor, 5);
  settle();
  CHECK(lines() == texts{line(0, "-", 5)});
}

TEST_CASE_METHOD(trace_fixture, "a message that a handler sends has the handler's cause") {
  auto second = make([](self_pointer, int64_t) {});
  auto first = make([&](self_pointer self, int64_t number) {
    self->send(second, static_cast<int32_t>(number + 10));
  });
  auto one = send(first, 1);
  auto other = send(first, 2);
  settle();
  CHECK(one != other);
  auto got = lines();
  auto expected = texts{line(one, "-", 1), line(one, "doer#_", 11), line(other, "-", 2),
                        line(other, "doer#_", 12)};
  std::sort(got.begin(), got.end());
  std::sort(expected.begin(), expected.end());
  CHECK(got == expected);
}

TEST_CASE_METHOD(trace_fixture,
                 "however many messages wait on their own thread, each has its line") {
  constexpr auto many = 300;
  auto second = make([](self_pointer, int64_t) {});
  auto first = make([&](self_pointer self, int64_t) {
    for (auto number = 0; number < many; ++number)
      self->send(second, int32_t{number});
  });
  auto cause = send(first, 1);
  settle();
  auto expected = texts{line(cause, "-", 1)};
  for (auto number = 0; number < many; ++number)
    expected.push_back(line(cause, "doer#_", number));
  CHECK(lines() == expected);
}

TEST_CASE_METHOD(trace_fixture, "a message that its receiver never handles has no line") {
  auto second = make([](self_pointer self, int64_t) { self->quit(); });
  auto first = make([&](self_pointer self, int64_t) {
    for (auto number : {11, 12, 13})
      self->send(second, int32_t{number});
  });
  auto cause = send(first, 1);
  settle();
  CHECK(lines() == texts{line(cause, "-", 1), line(cause, "doer#_", 11)});
}

TEST_CASE_METHOD(trace_fixture, "stamps of messages that wait are forgotten when the trace ends") {
  auto message = caf::make_mailbox_element(nullptr, caf::make_message_id(),
                                           caf::mailbox_element::forwarding_stack{}, int32_t{1});
  REQUIRE(trace::put_stamp(message, nullptr, true) != 0);
  CHECK(trace::sent_at(message.get()) != 0);
  trace::close();
  CHECK(trace::sent_at(message.get()) == 0);
}

TEST_CASE_METHOD(trace_fixture, "a bound handler has the cause of who asked for it") {
  auto second = make([](self_pointer, int64_t) {});
  auto first = make([&](self_pointer self, int64_t) {
    asio::post(self->io(), self->bind([&, self] { self->send(second, 11); }));
  });
  auto cause = send(first, 1);
  settle();
  auto got = lines();
  CHECK(std::count(got.begin(), got.end(), line(cause, "doer#_", 11)) == 1);
  CHECK(trace::current() == 0);
}

TEST_CASE_METHOD(trace_fixture, "a payload is not shown, its size is") {
  auto runner = test::peer{system};
  auto order = run_command{.id = 1, .level = access_level::admin, .text = "set ssl cert c <<"};
  order.payload.value = "-----BEGIN SECRET-----\n\n";
  CHECK(caf::deep_to_string(order) ==
        R"(run_command(1, "admin", "set ssl cert c <<", 24 bytes, false))");
}

TEST_CASE_METHOD(trace_fixture, "the trace is appended, and private") {
  auto actor = make([](self_pointer, int64_t) {});
  send(actor, 1);
  settle();
  trace::close();
  send(actor, 2);
  settle();
  REQUIRE(trace::open(path));
  send(actor, 3);
  settle();
  auto got = lines();
  REQUIRE(got.size() == 2);
  CHECK(got[0].ends_with("(1)"));
  CHECK(got[1].ends_with("(3)"));

  struct stat status {};

  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE_METHOD(trace_fixture,
                 "messages that were on their way when the trace began have no line") {
  trace::close();
  auto actor = make([](self_pointer, int64_t) {});
  caf::anon_send(actor, 1);
  REQUIRE(trace::open(path));
  settle();
  CHECK(content().empty());
}

TEST_CASE("a trace that cannot be written is an error that names the file") {
  auto folder = temporary_folder{};
  auto path = folder / "none/trace";
  CHECK(trace::open(path).error() ==
        "cannot write the actor trace '" + path + "': No such file or directory");
  CHECK_FALSE(trace::on());
}

TEST_CASE("a scope's cause ends with it") {
  auto outer = trace::scope{7};
  {
    auto inner = trace::scope{8};
    CHECK(trace::current() == 8);
  }
  CHECK(trace::current() == 7);
  auto first = trace::next();
  CHECK(trace::next() == first + 1);
}

} // namespace mw::runtime::trace_test

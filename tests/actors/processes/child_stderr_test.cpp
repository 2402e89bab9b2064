// A worker's lines on stderr: passed on whole, the last ones kept.
#include "actors/processes/child_stderr.hpp"
#include "net/base/pipe.hpp"
#include "tests/fixtures/actor_fixture.hpp"
#include "tests/fixtures/doer.hpp"
#include "tests/support/stderr_capture.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace mw::child_stderr_test {

using lines = std::vector<std::string>;

namespace {

/// A reader of a worker's stderr; the test holds the worker's end of the pipe.
struct stderr_fixture : test::actor_fixture {
  stderr_fixture() {
    auto ends = net::make_pipe();
    REQUIRE(ends);
    worker = std::move(ends->write);
    master_end = std::move(ends->read);
    auto owner = spawn<test::doer_state>(
        [this](auto* self, int64_t) { errors.open(self, std::move(master_end)); });
    caf::anon_send(owner, int32_t{0});
    settle();
  }

  void write(std::string_view text) {
    REQUIRE(::write(worker.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }

  void say(std::string_view text) {
    write(text);
    settle();
  }

  bool nobody_reads() const {
    auto waiting = pollfd{worker.get(), POLLOUT, 0};
    return ::poll(&waiting, 1, 0) == 1 && (waiting.revents & POLLERR) != 0;
  }

  test::stderr_capture out;
  lines said;
  net::unique_fd worker;
  net::unique_fd master_end;
  child_stderr errors{[this](const std::string& text) { said.push_back(text); }};
};

std::string numbered_lines(int count) {
  auto all = std::string{};
  for (auto number = 0; number < count; ++number)
    all += fmt::format("{:>99}\n", number);
  return all;
}

} // namespace

TEST_CASE_METHOD(stderr_fixture, "whole lines of a worker are passed on and kept") {
  say("[ALERT] a {}\n\nb\n");
  CHECK(said == lines{"[ALERT] a {}\n\nb\n"});
  CHECK(out.take() == "[ALERT] a {}\n\nb\n");
  CHECK(errors.last_lines() == lines{"[ALERT] a {}", "", "b"});
}

TEST_CASE_METHOD(stderr_fixture, "a worker's line that comes in pieces is passed on when it ends") {
  say("he");
  CHECK(said.empty());
  CHECK(errors.last_lines().empty());
  say("llo\nwor");
  CHECK(said == lines{"hello\n"});
  CHECK(out.take() == "hello\n");
  say("ld\n");
  CHECK(said == lines{"hello\n", "world\n"});
  CHECK(errors.last_lines() == lines{"hello", "world"});
}

TEST_CASE_METHOD(stderr_fixture, "a worker's line without end is passed on when the worker ends") {
  say("one\nGood by");
  write("e"); // not read yet
  errors.finish();
  CHECK(said == lines{"one\n", "Good bye\n"});
  CHECK(out.take() == "one\nGood bye\n");
  CHECK(errors.last_lines() == lines{"one", "Good bye"});
  CHECK(nobody_reads());
}

TEST_CASE_METHOD(stderr_fixture, "of a worker that says nothing nothing is passed on") {
  errors.finish();
  errors.finish();
  settle();
  CHECK(said.empty());
  CHECK(out.take().empty());
  CHECK(errors.last_lines().empty());
}

TEST_CASE_METHOD(stderr_fixture, "a worker that closes its stderr is not read any more") {
  write("last\n");
  worker.reset();
  settle(); // ends: there is nothing to wait for
  CHECK(said == lines{"last\n"});
  CHECK_FALSE(errors.drain());
  CHECK(errors.last_lines() == lines{"last"});
}

TEST_CASE_METHOD(stderr_fixture, "of more lines than are kept the last ones stay") {
  say("1\n2\n3\n4\n5\n6\n");
  say("7\n8\n9\n10\n11\n12\n");
  CHECK(errors.last_lines() == lines{"3", "4", "5", "6", "7", "8", "9", "10", "11", "12"});
  CHECK(out.take() == "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n");
}

TEST_CASE_METHOD(stderr_fixture, "of a long line the beginning is kept, and all is passed on") {
  auto exact = std::string(child_stderr::longest_line, 'a');
  say(exact + "\n" + exact + "b\n");
  CHECK(errors.last_lines() == lines{exact, exact});
  CHECK(out.take() == exact + "\n" + exact + "b\n");
}

TEST_CASE_METHOD(stderr_fixture, "a kept line is not cut inside a character") {
  auto beginning = std::string(child_stderr::longest_line - 1, 'a');
  auto no_characters = std::string(600, '\x80');
  say(beginning + "\xc3\xa4\n"); // two bytes, one of them within the limit
  say(no_characters + "\n");
  CHECK(errors.last_lines() ==
        lines{beginning, no_characters.substr(0, child_stderr::longest_line - 3)});
}

TEST_CASE_METHOD(stderr_fixture, "what never ends is cut into lines") {
  auto endless = std::string(20'000, 'x');
  say(endless);
  CHECK(said == lines{endless + "\n"});
  CHECK(out.take() == endless + "\n");
  say("y\n");
  CHECK(said.back() == "y\n");
}

TEST_CASE_METHOD(stderr_fixture, "control characters of a worker reach no terminal") {
  say("a\x1b[2Jb\r\n");
  CHECK(said == lines{"a\\x1b[2Jb\\x0d\n"});
  CHECK(out.take() == "a\\x1b[2Jb\\x0d\n");
  CHECK(errors.last_lines() == lines{"a\\x1b[2Jb\\x0d"});
}

TEST_CASE_METHOD(stderr_fixture, "a flood of a worker is taken in bounded turns") {
  constexpr auto most_of_a_turn = size_t{64} * 1024;
  auto flood = numbered_lines(2500);
  REQUIRE(::fcntl(worker.get(), F_SETPIPE_SZ, 512 * 1024) >= static_cast<int>(flood.size()));
  write(flood);
  CHECK(errors.drain());
  auto first_turn = out.take();
  CHECK(first_turn.size() <= most_of_a_turn);
  CHECK(first_turn.size() > most_of_a_turn / 2);
  settle();
  CHECK(first_turn + out.take() == flood);
  CHECK(errors.last_lines().size() == child_stderr::most_lines);
  CHECK(errors.last_lines().back() == fmt::format("{:>99}", 2499));
}

} // namespace mw::child_stderr_test

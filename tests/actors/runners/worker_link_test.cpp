// A worker link: commands and answers over one channel that stays.
#include "tests/fixtures/link_fixture.hpp"

namespace mw::worker_link_test {

using namespace std::chrono_literals;
using test::link_fixture;
using texts = std::vector<std::string>;

TEST_CASE_METHOD(link_fixture, "a channel is opened for the first command, not before") {
  settle();
  CHECK(proxy.empty());
  warm_up();
}

TEST_CASE_METHOD(link_fixture, "the channel serves all further commands") {
  warm_up();
  run(2, "b");
  worker.answer("2\n\n");
  settle();
  run(3, "c");
  worker.answer("");
  settle();
  CHECK(worker.commands() == texts{"b", "c"});
  CHECK(proxy.empty());
}

TEST_CASE_METHOD(link_fixture, "the session's level and the payload go with the command") {
  run({.id = 1, .level = access_level::oper, .text = "set map m <<", .payload = {"a 1\n\n"}});
  proxy_opens(worker);
  CHECK(worker.commands() == texts{"operator -;set map m <<\na 1\n\n"});
}

TEST_CASE_METHOD(link_fixture, "a command longer than a frame arrives whole") {
  auto text = std::string(3 * net::max_frame + 5, 'x');
  run(1, text);
  proxy_opens(worker);
  auto got = worker.commands();
  for (auto turns = 0; got.empty() && turns < 100; ++turns) {
    settle();
    got = worker.commands();
  }
  CHECK(got == texts{text});
}

TEST_CASE_METHOD(link_fixture, "an answer may come in pieces, cut anywhere") {
  run(1, "a");
  proxy_opens(worker);
  auto bytes = std::string{};
  net::append_frames(bytes, "first\n");
  net::append_frames(bytes, "second\n");
  net::append_end_of_message(bytes);
  auto got = std::string{};
  for (auto byte : bytes) {
    worker.channel.send({&byte, 1});
    settle();
    got += sink.got(1);
  }
  CHECK(got == "first\nsecond\n[end]");
}

TEST_CASE_METHOD(link_fixture, "without credit no more than the window is read") {
  run(1, "a");
  proxy_opens(worker);
  auto frame = std::string{};
  net::append_frames(frame, std::string(32 * 1024, 'x'));
  for (auto sent = frame.size(); sent == frame.size(); settle())
    sent = worker.channel.send(frame);
  auto first = sink.got(1).size();
  CHECK(first >= reply_window);
  CHECK(first < reply_window + 64 * 1024);
  settle();
  CHECK(sink.empty());

  sink.send(link, reply_credit{2, reply_window}); // of another command
  settle();
  CHECK(sink.empty());
  sink.send(link, reply_credit{1, first});
  settle();
  CHECK_FALSE(sink.got(1).empty());
}

TEST_CASE_METHOD(link_fixture, "what one command has not been credited is the next one's again") {
  run(1, "a");
  proxy_opens(worker);
  worker.answer(std::string(net::max_frame, 'x'));
  settle();
  sink.got(1);
  for (auto id = command_id{2}; id < 10; ++id) {
    run(id, "b");
    worker.answer(std::string(net::max_frame, 'x'));
    settle();
    CHECK(sink.got(id).size() == net::max_frame + std::string_view{"[end]"}.size());
  }
}

TEST_CASE_METHOD(link_fixture, "a cancelled command takes its channel along") {
  warm_up();
  run(2, "b");
  sink.send(link, cancel_command{1}); // of another command
  settle();
  CHECK(worker.commands() == texts{"b"});
  CHECK_FALSE(worker.channel.closed());
  sink.send(link, cancel_command{2});
  settle();
  CHECK(worker.channel.closed());
  idle();
  run(3, "c");
  auto next = test::framed_worker{};
  proxy_opens(next);
  next.answer("3\n\n");
  settle();
  CHECK(next.commands() == texts{"c"});
  CHECK(sink.got(3) == "3\n\n[end]");
}

TEST_CASE_METHOD(link_fixture,
                 "a channel that is on its way serves the command after a cancelled one") {
  run(1, "a");
  sink.send(link, cancel_command{1});
  run(2, "b");
  proxy_opens(worker);
  CHECK(proxy.empty());
  CHECK(worker.commands() == texts{"b"});
}

TEST_CASE_METHOD(link_fixture, "an answer that nobody asked for closes the channel") {
  warm_up();
  worker.answer("again\n");
  settle();
  CHECK(worker.channel.closed());
  CHECK(sink.empty());
}

TEST_CASE_METHOD(link_fixture, "a channel that ends between two commands is replaced") {
  warm_up();
  worker.channel.close();
  settle();
  CHECK(proxy.empty());
  run(2, "b");
  auto next = test::framed_worker{};
  proxy_opens(next);
  CHECK(next.commands() == texts{"b"});
}

} // namespace mw::worker_link_test

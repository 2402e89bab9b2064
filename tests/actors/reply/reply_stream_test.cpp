// The answer to one command: what is sent of it, and how much may be on its way.
#include "actors/reply/reply_stream.hpp"
#include "tests/fixtures/answer_sink.hpp"

namespace mw::reply_stream_test {

namespace {

struct reply_fixture : test::actor_fixture {
  test::answer_sink sink{system};
  caf::scoped_actor from{system};
  reply_stream answer{&*from, 7, sink.handle()};
};

} // namespace

TEST_CASE_METHOD(reply_fixture, "reply stream: bytes go on as they come, then the end") {
  answer.write("some ");
  answer.write("text\n");
  answer.end();
  CHECK(sink.got(7) == "some text\n[end]");
}

TEST_CASE_METHOD(reply_fixture, "reply stream: no bytes are no message") {
  answer.write({});
  CHECK(sink.empty());
}

TEST_CASE_METHOD(reply_fixture, "reply stream: the last bytes travel with the end") {
  answer.end({}, "\n");
  CHECK(sink.take<reply_end>() == reply_end{.id = 7, .last = "\n"});
}

TEST_CASE_METHOD(reply_fixture, "reply stream: with an error an answer is lost, or as it is said") {
  auto other = reply_stream{&*from, 8, sink.handle()};
  answer.end("the worker is gone");
  CHECK(sink.take<reply_end>().status == end_status::lost);
  other.end("it has taken too long", {}, end_status::timeout);
  CHECK(sink.take<reply_end>().status == end_status::timeout);
}

TEST_CASE_METHOD(reply_fixture, "reply stream: an answer ends once") {
  answer.end("the worker is gone");
  answer.write("more");
  answer.end();
  CHECK(sink.got(7) == "[end: the worker is gone]");
}

TEST_CASE_METHOD(reply_fixture, "reply stream: it knows its command while somebody waits for it") {
  CHECK(answer.is_for(7));
  CHECK_FALSE(answer.is_for(6));
  answer.end();
  CHECK_FALSE(answer.is_for(7));
  CHECK_FALSE(reply_stream{}.is_for(0));
}

TEST_CASE_METHOD(reply_fixture, "reply stream: a cancelled answer goes to nobody") {
  answer.cancel();
  answer.write("text");
  answer.end();
  CHECK(sink.empty());
  CHECK_FALSE(answer.is_for(7));
}

TEST_CASE_METHOD(reply_fixture, "reply stream: it is full when a window's bytes are on their way") {
  CHECK(answer.room() == reply_window);
  answer.write(std::string(reply_window - 1, 'x'));
  CHECK(answer.room() == 1);
  CHECK_FALSE(answer.is_full());
  answer.write("xx");
  CHECK(answer.room() == 0);
  CHECK(answer.is_full());
}

TEST_CASE_METHOD(reply_fixture, "reply stream: what the client has read makes room, and no more") {
  answer.write(std::string(reply_window, 'x'));
  answer.credit(10);
  CHECK(answer.room() == 10);
  answer.credit(2 * reply_window);
  CHECK(answer.room() == reply_window);
}

} // namespace mw::reply_stream_test

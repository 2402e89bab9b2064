// A connected stream socket: reads and writes at once, waits for the rest.
#include "net/stream/byte_stream.hpp"
#include "tests/support/stream_end.hpp"

#include <asio/io_context.hpp>
#include <catch2/catch.hpp>

namespace mw::byte_stream_test {

using test::stream_end;

namespace {

struct stream_pair {
  std::string read() {
    auto got = stream.read(buffer);
    return got ? std::string{*got} : got.error().message();
  }

  /// Turns the loop without waiting.
  void poll() {
    io.restart();
    io.poll();
  }

  asio::io_context io;
  stream_end other;
  net::byte_stream stream{io, other.take_other()};
  std::array<char, 16> buffer{};
};

std::string message(std::errc code) {
  return std::make_error_code(code).message();
}

} // namespace

TEST_CASE_METHOD(stream_pair, "what is there is read, up to the buffer's size") {
  other.send("0123456789abcdefXYZ");
  CHECK(read() == "0123456789abcdef");
  CHECK(read() == "XYZ");
  CHECK(read() == message(std::errc::resource_unavailable_try_again));
}

TEST_CASE_METHOD(stream_pair, "the end of the input is an error of its own, after the last bytes") {
  other.send("last");
  other.half_close();
  CHECK(read() == "last");
  CHECK(read() == message(std::errc::connection_aborted));
}

TEST_CASE_METHOD(stream_pair, "writing takes what it sent from the text") {
  auto pending = std::string{"hello"};
  CHECK_FALSE(stream.write(pending));
  CHECK(pending.empty());
  CHECK(other.received() == "hello");
}

TEST_CASE_METHOD(stream_pair, "a full socket is no error, and what is left goes later") {
  auto text = std::string(4 * 1024 * 1024, 'x');
  text.back() = 'y';
  auto pending = text;
  CHECK_FALSE(stream.write(pending));
  CHECK(pending.size() > 0);
  CHECK(pending.size() < text.size());
  auto got = std::string{};
  while (!pending.empty()) {
    got += other.received();
    CHECK_FALSE(stream.write(pending));
  }
  CHECK(got + other.received() == text);
}

TEST_CASE_METHOD(stream_pair, "writing to a closed socket is an error, and no signal") {
  other.close();
  auto pending = std::string{"hello"};
  CHECK(stream.write(pending) == std::errc::broken_pipe);
  CHECK(pending == "hello");
}

TEST_CASE_METHOD(stream_pair, "a wait for bytes ends when there are some, and not before") {
  auto calls = 0;
  stream.when_readable([&](asio::error_code error) { calls += error ? 100 : 1; });
  poll();
  CHECK(calls == 0);
  other.send("x");
  poll();
  CHECK(calls == 1);
  other.send("y");
  poll();
  CHECK(calls == 1);
}

TEST_CASE_METHOD(stream_pair, "a wait for room ends when the other side has read") {
  auto pending = std::string(4 * 1024 * 1024, 'x');
  CHECK_FALSE(stream.write(pending));
  auto calls = 0;
  stream.when_writable([&](asio::error_code error) { calls += error ? 100 : 1; });
  poll();
  CHECK(calls == 0);
  other.received();
  poll();
  CHECK(calls == 1);
}

TEST_CASE_METHOD(stream_pair, "a half-close is no hang-up, a close is") {
  auto calls = 0;
  stream.when_hung_up([&](asio::error_code error) { calls += error ? 100 : 1; });
  poll();
  other.half_close();
  poll();
  CHECK(calls == 0);
  other.close();
  poll();
  CHECK(calls == 1);
}

TEST_CASE_METHOD(stream_pair, "shutting down leaves the other direction open") {
  stream.shutdown_write();
  CHECK(other.closed());
  other.send("still");
  CHECK(read() == "still");
}

TEST_CASE_METHOD(stream_pair, "closing ends the waits with an error") {
  auto result = asio::error_code{};
  stream.when_readable([&](asio::error_code error) { result = error; });
  stream.close();
  poll();
  CHECK(result == asio::error::operation_aborted);
  CHECK_FALSE(stream.is_open());
  CHECK(other.closed());
}

} // namespace mw::byte_stream_test

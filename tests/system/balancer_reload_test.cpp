// Reloads of the real program while it balances: no connection notices them.
#include "tests/support/echo_server.hpp"
#include "tests/support/service.hpp"

#include <fmt/format.h>

#include <deque>
#include <mutex>

using namespace mw;
using namespace mw::test;

namespace {

/// Clients that open a connection for each request, each on a thread of its own.
class busy_clients {
public:
  busy_clients(const std::string& path, int count) : path_(path) {
    for (auto left = count; left > 0; --left)
      threads_.emplace_back([this] { run(); });
  }

  /// Ends them; the first thing that went wrong, if something did.
  std::string end() {
    over_ = true;
    for (auto& thread : threads_)
      thread.join();
    return first_failure_;
  }

  uint64_t bytes() const { return bytes_; } ///< sent, and come back

  unsigned requests() const { return requests_; }

private:
  void run() {
    for (auto number = 0; !over_; ++number)
      if (auto wrong = ask(fmt::format("request {} {}", number, std::string(1000, 'x')));
          !wrong.empty()) {
        auto lock = std::lock_guard{mutex_};
        first_failure_ = wrong;
        over_ = true;
      }
  }

  /// Empty if it has got back what it has sent, and nothing else.
  std::string ask(const std::string& request) {
    auto socket = unique_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    auto name = unix_name(path_);
    if (::connect(socket.get(), reinterpret_cast<sockaddr*>(&name), sizeof name) != 0)
      return fmt::format("cannot connect: {}", std::strerror(errno));
    if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
      return fmt::format("cannot send: {}", std::strerror(errno));
    ::shutdown(socket.get(), SHUT_WR);
    auto answer = read_all(socket.get());
    bytes_ += answer.size();
    ++requests_;
    return answer == request ? ""
                             : fmt::format("got {} bytes of {}", answer.size(), request.size());
  }

  static std::string read_all(int fd) {
    auto all = std::string{};
    auto bytes = std::array<char, 4096>{};
    for (auto until = deadline{patience}; wait_for(fd, POLLIN, until);) {
      auto count = ::recv(fd, bytes.data(), bytes.size(), 0);
      if (count <= 0)
        return count == 0 ? all : fmt::format("{} then: {}", all, std::strerror(errno));
      all.append(bytes.data(), static_cast<size_t>(count));
    }
    return all + " then nothing more";
  }

  std::string path_;
  std::atomic<bool> over_{false};
  std::atomic<uint64_t> bytes_{0};
  std::atomic<unsigned> requests_{0};
  std::mutex mutex_;
  std::string first_failure_;
  std::deque<std::thread> threads_;
};

std::string balancing(int workers) {
  return fmt::format("global\n"
                     "  nbproc {}\n"
                     "  mworker-max-reloads 100\n"
                     "defaults\n"
                     "  timeout client 1m\n"
                     "  timeout server 1m\n"
                     "  timeout connect 10s\n"
                     "listen l\n"
                     "  bind unix@FOLDER/in.sock\n"
                     "  maxconn 2000\n"
                     "  server s unix@FOLDER/server.sock\n",
                     workers);
}

void reload_under_load(int workers) {
  constexpr auto kept = 1000;
  constexpr auto reloads = 30;
  auto master = service{service_options{.configuration = balancing(workers)}};
  auto server = echo_server{master.folder() / "server.sock"};
  auto path = master.folder() / "in.sock";
  auto long_lived = std::deque<cli_client>{};
  for (auto left = kept; left > 0; --left)
    long_lived.emplace_back(path);
  auto clients = busy_clients{path, 8};
  auto sent = uint64_t{0};
  auto all_echo = [&](const std::string& line) {
    for (auto& one : long_lived)
      one.send(line);
    for (auto& one : long_lived)
      if (auto got = one.read_until("\n"); got != line)
        FAIL("instead of its line a long-lived client got: " << got);
    sent += kept * line.size();
  };
  for (auto number = 0; number < reloads; ++number) {
    master.must_reload();
    if (number % 10 == 0)
      all_echo(fmt::format("after {} reloads\n", number + 1));
  }
  all_echo("at the end\n");
  CHECK(clients.end() == "");
  for (auto& one : long_lived)
    one.half_close();
  for (auto& one : long_lived)
    REQUIRE(one.read_to_end().empty());
  CHECK(clients.requests() > reloads);
  CHECK(server.received() == sent + clients.bytes());
  CHECK(server.failed() == 0);
}

} // namespace

TEST_CASE("thirty reloads of one worker that balances lose no connection and no byte") {
  reload_under_load(1);
}

TEST_CASE("thirty reloads of four workers that balance lose no connection and no byte") {
  reload_under_load(4);
}

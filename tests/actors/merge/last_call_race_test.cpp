// A soft stop at any moment of a master that writes on and on: each command is answered or refused.
#include "tests/fixtures/leaving_worker.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace mw::last_call_race_test {

using namespace mw::test;

namespace {

/// The fate of one master's commands.
struct tally {
  int answered = 0;
  int refused = 0; ///< commands of which the worker has taken no byte
  int lost = 0;    ///< commands that were taken and not answered, or not whole
};

const auto command = message("echo a");
const auto answer = message("a\n\n");

/// Reads one answer.
bool is_answered(int fd) {
  auto until = deadline{patience};
  auto got = std::string{};
  while (got.size() < answer.size() && wait_for(fd, POLLIN, until)) {
    auto more = read_now(fd);
    got += more.bytes;
    if (more.ended)
      break;
  }
  return got == answer;
}

/// A master on a thread of its own, without checks of Catch's: it keeps a command on each of its
/// channels until all of them are refused.
class busy_master {
public:
  busy_master(int control, std::vector<net::unique_fd> channels, std::atomic<int>& sent)
      : control_(control), channels_(std::move(channels)), sent_(sent) {}

  tally run() {
    while (!channels_.empty() || !all_refused_) {
      write_all();
      for (const auto& channel : waiting_)
        ++(is_answered(channel.get()) ? result_.answered : result_.lost);
      channels_ = std::move(waiting_);
      waiting_.clear();
    }
    return result_;
  }

private:
  void write_all() {
    for (auto& channel : channels_)
      write_to(std::move(channel));
    auto fresh = leaving_worker::open_at(control_, net::channel_kind::framed);
    all_refused_ = !fresh;
    if (fresh && waiting_.size() < most_channels)
      write_to(std::move(*fresh));
  }

  void write_to(net::unique_fd channel) {
    auto error = write_error(channel.get(), command);
    ++sent_;
    if (error == 0)
      waiting_.push_back(std::move(channel));
    else
      ++(error == EPIPE ? result_.refused : result_.lost);
  }

  static constexpr size_t most_channels = 6;

  int control_;
  std::vector<net::unique_fd> channels_;
  std::vector<net::unique_fd> waiting_; ///< channels that wait for an answer
  std::atomic<int>& sent_;
  bool all_refused_ = false;
  tally result_;
};

/// A worker that is told to stop when its master has written so many commands.
tally stop_after(int commands) {
  auto worker = leaving_worker{};
  auto channels = std::vector<net::unique_fd>{};
  for (auto left = 4; left > 0; --left)
    channels.push_back(std::move(worker.open().value()));
  auto result = tally{};
  auto sent = std::atomic{0};
  auto master = busy_master{worker.master.get(), std::move(channels), sent};
  auto thread = std::thread{[&] { result = master.run(); }};
  auto told = worker.run_until([&] { return sent >= commands; });
  worker.context.stop.request();
  auto finished = worker.run_until([&] { return worker.finished; });
  thread.join();
  CHECK(told);
  CHECK(finished);
  CHECK_FALSE(worker.master_gone);
  return result;
}

} // namespace

TEST_CASE("no command is lost whenever a worker is told to stop") {
  auto answered = 0;
  auto refused = 0;
  for (auto round = 0; round < 500; ++round) {
    auto result = stop_after(round % 50);
    CHECK(result.lost == 0);
    answered += result.answered;
    refused += result.refused;
  }
  CHECK(answered > 0);
  CHECK(refused >= 500 * 4);
}

} // namespace mw::last_call_race_test

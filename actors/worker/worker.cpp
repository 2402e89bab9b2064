// The built-in worker's start and end: see worker.hpp.
#include "actors/worker/worker.hpp"

#include "actors/worker/cli_listener.hpp"
#include "actors/worker/startup.hpp"
#include "actors/worker/worker_context.hpp"

#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>

#include <csignal>
#include <exception>

namespace mw {

namespace {

using namespace worker;

class worker_process {
public:
  worker_process(facts about, net::unique_fd control)
      : soft_stop_signal_(io_, SIGUSR1),
        listener_(io_, std::move(control), context_, [this] { end(1); }) {
    context_.about = std::move(about);
  }

  int run() {
    context_.stop.when_finished([this] { end(0); });
    soft_stop_signal_.async_wait([this](const asio::error_code& error, int) {
      if (!error) // behind the commands that have arrived together with the signal
        asio::post(io_, [this] { context_.stop.request(); });
    });
    listener_.start();
    io_.run();
    context_.stop.when_finished({});
    return exit_code_;
  }

private:
  void end(int exit_code) {
    exit_code_ = exit_code;
    io_.stop();
  }

  worker_context context_;
  asio::io_context io_{1};
  asio::signal_set soft_stop_signal_;
  cli_listener listener_;
  int exit_code_ = 0;
};

} // namespace

int run_worker(const worker_options& options) {
  auto control = net::unique_fd(options.control_fd);
  prepare_signals();
  auto about = load_facts(options);
  if (!about) {
    print_alerts(about.error());
    return 1;
  }
  return worker_process(std::move(*about), std::move(control)).run();
}

} // namespace mw

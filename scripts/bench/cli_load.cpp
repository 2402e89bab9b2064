// cli-load: measures how fast a CLI socket answers.
#include "scripts/bench/client.hpp"
#include "scripts/bench/load_options.hpp"
#include "scripts/bench/measurement.hpp"
#include "scripts/bench/slices.hpp"

#include <fmt/core.h>

#include <csignal>
#include <cstdio>
#include <deque>
#include <exception>
#include <optional>
#include <string>

namespace mw::bench {

namespace {

/// All sessions of one measurement, on the calling thread.
class load_run {
public:
  load_run(const load_options& options, measurement& record) : options_(options), record_(record) {
    for (unsigned i = 0; i < options.sessions; ++i)
      clients_.emplace_back(io_, options, record,
                            client_events{[this] { one_ready(); }, [this] { one_ended(); }});
    if (!options.settings.empty())
      slices_.emplace(io_, options, record);
  }

  void run() {
    record_.begin(clock::now());
    for (auto& each : clients_)
      each.open();
    while (ended_ < clients_.size() && io_.run_one_for(options_.patience) > 0) {
    }
    if (ended_ < clients_.size() && record_.errors() == 0)
      record_.failed(fmt::format("{} of {} sessions wait for an answer", clients_.size() - ended_,
                                 clients_.size()));
    record_.finish(clock::now());
  }

  std::string result() const {
    auto shown = [this](const auto& what) {
      return options_.json ? as_json(options_, what) : as_text(options_, what);
    };
    return slices_ ? shown(*slices_) : shown(record_);
  }

private:
  /// Counts a session that is connected. All start together: connecting is no part of the
  /// measurement.
  void one_ready() {
    if (++ready_ < clients_.size())
      return;
    record_.begin(clock::now());
    for (auto& each : clients_)
      each.start();
    if (slices_)
      slices_->start();
  }

  void one_ended() {
    ++ended_;
    if (slices_)
      slices_->stop();
  }

  const load_options& options_;
  measurement& record_;
  asio::io_context io_{1};
  std::deque<client> clients_;
  std::optional<slices> slices_;
  std::size_t ready_ = 0;
  std::size_t ended_ = 0;
};

int measure(const load_options& options) {
  measurement record(options);
  load_run run(options, record);
  run.run();
  fmt::print("{}", run.result());
  if (record.errors() == 0)
    return 0;
  fmt::print(stderr, "cli-load: {}: {}\n", options.socket, record.first_error());
  return 1;
}

} // namespace

} // namespace mw::bench

int main(int argc, char** argv) {
  try {
    std::signal(SIGPIPE, SIG_IGN);
    const auto options = mw::bench::read_options(argc, argv);
    return options ? mw::bench::measure(*options) : options.error();
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return 1;
  }
}

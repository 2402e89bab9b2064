// Slices of a run, and what is derived from them.
#include "scripts/bench/slices.hpp"

#include <asio/buffer.hpp>
#include <asio/write.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include <poll.h>

namespace mw::bench {

namespace {

double median(const std::vector<double>& ascending) {
  if (ascending.empty())
    return 0;
  auto middle = ascending.size() / 2;
  return ascending.size() % 2 == 1 ? ascending[middle]
                                   : (ascending[middle - 1] + ascending[middle]) / 2;
}

struct interval {
  double low = 0;
  double high = 0;
};

/// The two values between which the true median lies in 95 of 100 runs: their ranks follow from the
/// binomial distribution, here by its normal approximation, whatever the values' own distribution
/// is.
interval around_median(const std::vector<double>& ascending) {
  if (ascending.empty())
    return {};
  auto count = static_cast<double>(ascending.size());
  auto reach = 0.98 * std::sqrt(count);
  auto at = [&](double rank) {
    return ascending[static_cast<std::size_t>(std::clamp(rank, 0.0, count - 1))];
  };
  return {at(std::floor(count / 2 - reach)), at(std::floor(count / 2 + reach))};
}

} // namespace

slices::slices(asio::io_context& io, const load_options& options, const measurement& record)
    : options_(options), record_(record), timer_(io), control_(io) {
  control_.connect({options.socket});
  say("prompt");
}

void slices::start() {
  begin();
}

void slices::stop() {
  timer_.cancel();
}

/// The next setting: 0 1 1 0 0 1 1 0 and so on, so that a trend in time concerns both.
std::size_t slices::next_setting() const {
  return (done_.size() + 1) / 2 % 2;
}

void slices::begin() {
  say(options_.settings.at(next_setting()));
  since_ = clock::now();
  commands_before_ = record_.commands();
  timer_.expires_after(options_.slice);
  timer_.async_wait([this](const std::error_code& error) {
    if (!error)
      ended();
  });
}

void slices::ended() {
  auto passed = std::chrono::duration<double>(clock::now() - since_).count();
  auto commands = static_cast<double>(record_.commands() - commands_before_);
  done_.push_back({next_setting(), commands / passed});
  begin();
}

void slices::say(const std::string& line) {
  asio::write(control_, asio::buffer(line + "\n"));
  for (std::string answer; !answer.ends_with("> ");) {
    await_answer();
    std::array<char, 4096> part;
    answer.append(part.data(), control_.read_some(asio::buffer(part)));
  }
}

void slices::await_answer() {
  pollfd waiting{control_.native_handle(), POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(options_.patience.count())) != 1)
    throw std::runtime_error("cli-load: " + options_.socket + ": no answer to a setting");
}

std::vector<double> slices::ratios() const {
  std::vector<double> all;
  for (std::size_t at = 0; at + 1 < done_.size(); at += 2) {
    const auto& one = done_[at];
    const auto& other = done_[at + 1];
    if (one.rate > 0 && other.rate > 0)
      all.push_back(one.setting == 1 ? one.rate / other.rate : other.rate / one.rate);
  }
  std::sort(all.begin(), all.end());
  return all;
}

double slices::rate(std::size_t setting) const {
  std::vector<double> all;
  for (const auto& one : done_)
    if (one.setting == setting)
      all.push_back(one.rate);
  std::sort(all.begin(), all.end());
  return median(all);
}

std::string as_text(const load_options& options, const slices& result) {
  const auto ratios = result.ratios();
  const auto [low, high] = around_median(ratios);
  return fmt::format("{}  {:.0f} commands/s\n{}  {:.0f} commands/s\n"
                     "second / first  {:.3f}, 95 % of runs {:.3f} to {:.3f}, {} pairs\n",
                     options.settings.at(0), result.rate(0), options.settings.at(1), result.rate(1),
                     median(ratios), low, high, ratios.size());
}

std::string as_json(const load_options&, const slices& result) {
  const auto ratios = result.ratios();
  const auto [low, high] = around_median(ratios);
  return fmt::format(R"({{"first":{:.1f},"second":{:.1f},"ratio":{:.4f},"low":{:.4f},)"
                     R"("high":{:.4f},"pairs":{}}})"
                     "\n",
                     result.rate(0), result.rate(1), median(ratios), low, high, ratios.size());
}

} // namespace mw::bench

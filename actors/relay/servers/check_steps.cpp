// The conversation of `tcp-check`: see health_check.hpp.
#include "actors/relay/engine.hpp"
#include "actors/relay/servers/health_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include <sys/socket.h>

namespace mw::relay {

namespace {

/// Bytes of an answer that are looked at: as many as a regular expression is looked for in.
constexpr size_t longest_answer = net::regex::longest_text;

std::string wording_of(const config::check_step& step) {
  switch (step.what) {
  case config::check_step::kind::connect:
    return step.port == 0 ? "connect" : fmt::format("connect port {}", step.port);
  case config::check_step::kind::send:
    return "send";
  case config::check_step::kind::expect:
    break;
  }
  return fmt::format("expect {} '{}'", step.pattern ? "regex" : "string", step.bytes);
}

const std::vector<config::check_step>& steps_of(const server& x) {
  static const std::vector<config::check_step> none;
  return x.owner->settings->tcp_check ? x.owner->settings->check_steps : none;
}

bool only_connects(const std::vector<config::check_step>& steps) {
  return std::all_of(steps.begin(), steps.end(), [](const config::check_step& x) {
    return x.what == config::check_step::kind::connect;
  });
}

} // namespace

/// Says at which step a check has failed; empty for a check without steps.
std::string health_check::at_step() const {
  const auto& steps = steps_of(server_);
  if (steps.empty())
    return {};
  if (!opened_ && !connected_)
    return " at initial connection step of tcp-check";
  const auto& step = steps[std::min(step_, steps.size() - 1)];
  auto text = fmt::format(" at step {} of tcp-check ({})", step_ + 1, wording_of(step));
  return step.comment.empty() ? text : text + fmt::format(" comment: '{}'", step.comment);
}

health_check::outcome health_check::timeout() const {
  return {connected_ ? check_status::l7_timeout : check_status::l4_timeout, at_step()};
}

/// Goes on until a step has to wait.
void health_check::run_steps() {
  const auto& steps = steps_of(server_);
  while (server_.check.in_progress && step_ < steps.size() && run_step(steps[step_]))
    ++step_;
  if (!server_.check.in_progress || step_ < steps.size() || !flush())
    return;
  if (only_connects(steps))
    finish({check_status::l4_ok, {}});
  else
    finish({check_status::l7_ok, "(tcp-check)"});
}

/// Does a step. True: it is done. False: it waits, or has ended the check.
bool health_check::run_step(const config::check_step& step) {
  if (step.what == config::check_step::kind::connect) {
    if (opened_ && connected_ && connecting_step_ == step_)
      return to_send_.empty() || flush();
    if (!opened_ || connecting_step_ != step_) {
      opened_ = true;
      connecting_step_ = step_;
      open(&step);
    }
    return false;
  }
  return step.what == config::check_step::kind::send ? send(step) : flush() && expect(step);
}

bool health_check::send(const config::check_step& step) {
  if (!std::exchange(sending_, true)) {
    to_send_ += step.bytes;
    answer_.clear();
  }
  if (!flush())
    return false;
  sending_ = false;
  return true;
}

bool health_check::flush() {
  while (!to_send_.empty()) {
    auto count = ::send(fd_.get(), to_send_.data(), to_send_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
      return false;
    if (count < 0) {
      finish({check_status::l4_connection, "Connection closed" + at_step()});
      return false;
    }
    to_send_.erase(0, static_cast<size_t>(count));
  }
  return true;
}

/// Reads the bytes that are there.
void health_check::read_answer() {
  std::array<char, 4096> bytes{};
  while (!answer_ended_ && answer_.size() < longest_answer) {
    auto count = ::recv(fd_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
      return;
    if (count <= 0)
      answer_ended_ = true;
    else
      answer_.append(bytes.data(), static_cast<size_t>(count));
  }
}

bool health_check::is_there(const config::check_step& step) const {
  if (step.pattern)
    return step.pattern->is_in(answer_);
  return answer_.find(step.bytes) != std::string::npos;
}

bool health_check::expect(const config::check_step& step) {
  read_answer();
  auto complete = answer_ended_ || answer_.size() >= longest_answer;
  if (answer_.empty()) {
    if (complete)
      finish({check_status::l7_response,
              fmt::format("TCPCHK got an empty response at step {}", step_ + 1)});
    return false;
  }
  auto found = is_there(step);
  if (found != step.negated)
    return true;
  if (found || complete)
    finish({check_status::l7_response,
            fmt::format("TCPCHK {} '{}' at step {}",
                        found ? "matched unwanted content" : "did not match content", step.bytes,
                        step_ + 1)});
  return false;
}

} // namespace mw::relay

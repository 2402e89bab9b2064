// How the end of a worker or a program is told: see process_end.hpp.
#include "actors/processes/process_end.hpp"

#include "net/process/exit_status.hpp"

#include <fmt/format.h>

#include <csignal>

namespace mw {

namespace {

net::exit_status status_of(const worker_ended& news) {
  return {news.exit_code, news.signal};
}

net::exit_status status_of(const program_ended& news) {
  return {news.exit_code, news.signal};
}

std::string sentence(std::string_view subject, const net::exit_status& status,
                     std::string_view cause) {
  return fmt::format("{} exited with code {} ({}){}{}", subject, status.number(),
                     net::to_string(status), cause.empty() ? "" : ", as it ", cause);
}

} // namespace

std::string end_text(const worker_ended& news) {
  if (news.process.pid == 0)
    return fmt::format("worker {} {}", news.process.relative, news.cause);
  auto because = news.cause.empty() ? "" : news.cause + ", ";
  return fmt::format("{} {}{}", to_string(news.process), because, net::describe(status_of(news)));
}

std::string end_text(const program_ended& news) {
  if (news.pid == 0)
    return fmt::format("program '{}' {}", news.name, news.cause);
  return fmt::format("program '{}' ({}) {}", news.name, news.pid, net::describe(status_of(news)));
}

std::string end_sentence(std::string_view who, const worker_ended& news) {
  if (news.process.pid == 0)
    return end_text(news);
  auto subject = fmt::format("{} worker ({})", who, news.process.pid);
  return sentence(subject, status_of(news), news.cause);
}

std::string end_sentence(const program_ended& news) {
  if (news.pid == 0)
    return "The " + end_text(news);
  auto who = news.is_current ? "Current" : "Former";
  auto subject = fmt::format("{} program '{}' ({})", who, news.name, news.pid);
  return sentence(subject, status_of(news), news.cause);
}

int exit_number(const worker_ended& news) {
  return news.process.pid == 0 ? 1 : status_of(news).number();
}

int exit_number(const program_ended& news) {
  return news.pid == 0 ? 1 : status_of(news).number();
}

bool is_failure(const program_ended& news) {
  auto number = exit_number(news);
  return number != 0 && number != 128 + SIGINT && number != 128 + SIGTERM;
}

} // namespace mw

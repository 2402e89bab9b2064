// How a worker's end is told: see worker_end.hpp.
#include "actors/processes/worker_end.hpp"

#include "net/process/exit_status.hpp"

#include <fmt/format.h>

namespace mw {

namespace {

net::exit_status status_of(const worker_ended& news) {
  return {news.exit_code, news.signal};
}

} // namespace

std::string end_text(const worker_ended& news) {
  if (news.process.pid == 0)
    return fmt::format("worker {} {}", news.process.relative, news.cause);
  auto because = news.cause.empty() ? "" : news.cause + ", ";
  return fmt::format("{} {}{}", to_string(news.process), because, net::describe(status_of(news)));
}

int exit_number(const worker_ended& news) {
  return news.process.pid == 0 ? 1 : status_of(news).number();
}

std::string exit_word(const worker_ended& news) {
  return net::to_string(status_of(news));
}

} // namespace mw

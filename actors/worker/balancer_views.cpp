// Commands that show what the balancer knows.
#include "actors/worker/balanced.hpp"
#include "actors/worker/command.hpp"
#include "actors/worker/session_id.hpp"
#include "actors/worker/show_servers.hpp"
#include "actors/worker/show_sessions.hpp"
#include "actors/worker/show_stat.hpp"

#include <fmt/format.h>

#include <chrono>

namespace mw::worker {

namespace {

using relay::clock;

void show_statistics(const call& c) {
  const auto& all = balanced(c);
  auto request = parse_stat_request(c.arguments, all);
  if (!request)
    return say(c, cli_severity::error, request.error());
  auto process = c.worker.about.number;
  auto rows = stat_rows(all, request->filter, {process, clock::now()});
  c.out += show_stat(rows, request->form, process);
}

/// Runs `show` for the backend that is named, or for all.
template <class Show>
void show_backend(const call& c, Show show) {
  const relay::backend* only = nullptr;
  if (!c.arguments.empty()) {
    only = balanced(c).find_backend(c.arguments[0]);
    if (only == nullptr)
      return say(c, cli_severity::error, "Can't find backend.\n");
  }
  c.out += show(only);
}

void show_states(const call& c) {
  show_backend(
      c, [&](const auto* only) { return show_server_states(balanced(c), only, clock::now()); });
}

void show_addresses(const call& c) {
  show_backend(c, [&](const auto* only) { return show_server_addresses(balanced(c), only); });
}

void show_connections(const call& c) {
  show_backend(c, [&](const auto* only) { return show_server_connections(balanced(c), only); });
}

void show_backend_names(const call& c) {
  c.out += show_backends(balanced(c));
}

std::vector<relay::session_view> sessions_of(const call& c) {
  const auto* actions = balancer_actions(c);
  return actions != nullptr ? actions->sessions() : std::vector<relay::session_view>{};
}

/// Alone a line for each session, with `all` or a session's number all that is known.
void show_sessions(const call& c) {
  auto now = clock::now();
  auto one = c.arguments.empty() ? std::nullopt : parse_session_id(c.arguments[0]);
  auto found = false;
  for (const auto& session : sessions_of(c)) {
    if (one && *one != session.id)
      continue;
    found = true;
    c.out += c.arguments.empty() ? session_line(session, now) : session_text(session, now);
  }
  if (one && !found)
    c.out += "Session not found.\n";
}

/// There is no protocol here whose messages could be wrong.
void show_errors(const call& c) {
  c.out += fmt::format("Total events captured on [{}] : 0\n",
                       log_time(std::chrono::system_clock::now(), 3));
}

/// What one thread that sleeps in epoll can say of HAProxy's list.
void show_activity(const call& c) {
  using namespace std::chrono;
  auto now = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  const auto& all = balanced(c);
  c.out += fmt::format("thread_id: 1 (1..1)\n"
                       "date_now: {}.{:06}\n"
                       "accepted: {} [ {} ]\n",
                       now / 1'000'000, now % 1'000'000, all.all_sessions, all.all_sessions);
}

constexpr auto oper = access_level::oper;

constexpr std::array views{
    command{{"show activity", "show activity",
             "show per-thread activity stats (for support/developers)"},
            show_activity},
    command{{"show backend", "show backend", "list backends in the current running config"},
            show_backend_names},
    command{{"show errors", "show errors", "report last request and response errors", oper},
            show_errors},
    command{{"show servers addr", "show servers addr [<backend>]",
             "dump servers' addresses, as configured and as changed (all or for a backend)"},
            show_addresses},
    command{{"show servers conn", "show servers conn [<backend>]",
             "dump server connections status (all or for a single backend)"},
            show_connections},
    command{{"show servers state", "show servers state [<backend>]",
             "dump volatile server information (all or for a single backend)"},
            show_states},
    command{{"show sess", "show sess [id]",
             "report the list of current sessions or dump this exact session", oper},
            show_sessions},
    command{{"show stat", "show stat [json|no-maint|typed|up]*",
             "report counters for each proxy and server"},
            show_statistics},
};

} // namespace

std::span<const command> balancer_views() {
  return views;
}

} // namespace mw::worker

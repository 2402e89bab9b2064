// Commands that show what the balancer knows.
#include "actors/worker/base/command.hpp"
#include "actors/worker/base/named_objects.hpp"
#include "actors/worker/base/session_id.hpp"
#include "actors/worker/show/show_acl.hpp"
#include "actors/worker/show/show_servers.hpp"
#include "actors/worker/show/show_sessions.hpp"
#include "actors/worker/stat/show_stat.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>

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
  auto whole = one || (!c.arguments.empty() && c.arguments[0] == "all");
  auto found = false;
  for (const auto& session : sessions_of(c)) {
    if (one && *one != session.id)
      continue;
    found = true;
    c.out += whole ? session_text(session, now) : session_line(session, now);
  }
  if (one && !found)
    c.out += "Session not found.\n";
}

bool is_proxy(const relay::proxies& all, const std::string& name) {
  auto is_number = name.find_first_not_of("0123456789", name.starts_with('-') ? 1 : 0);
  return is_number == std::string::npos ||
         std::any_of(all.all.begin(), all.all.end(),
                     [&](const auto& one) { return one->settings.name == name; });
}

/// There is no protocol here whose messages could be wrong.
void show_errors(const call& c) {
  if (!c.arguments.empty() && !is_proxy(balanced(c), c.arguments[0]))
    return say(c, cli_severity::error, "No such proxy.\n");
  c.out += fmt::format("Total events captured on [{}] : 0\n",
                       log_time(std::chrono::system_clock::now(), 3));
}

struct activity_line {
  std::string_view name;
  uint64_t (*count)(const relay::proxies&) =
      nullptr; ///< none: one thread that waits in epoll has no such
};

constexpr std::array activity_lines{
    activity_line{"ctxsw"},
    activity_line{"tasksw"},
    activity_line{"empty_rq"},
    activity_line{"long_rq"},
    activity_line{"loops", [](const relay::proxies& x) { return x.batches; }},
    activity_line{"wake_tasks"},
    activity_line{"wake_signal"},
    activity_line{"poll_io", [](const relay::proxies& x) { return x.events; }},
    activity_line{"poll_exp"},
    activity_line{"poll_drop_fd"},
    activity_line{"poll_skip_fd"},
    activity_line{"conn_dead"},
    activity_line{"stream_calls"},
    activity_line{"pool_fail"},
    activity_line{"buf_wait"},
    activity_line{"cpust_ms_tot"},
    activity_line{"cpust_ms_1s"},
    activity_line{"cpust_ms_15s"},
    activity_line{"avg_loop_us"},
    activity_line{"accepted", [](const relay::proxies& x) { return x.total->sessions; }},
    activity_line{"accq_pushed"},
    activity_line{"accq_full"},
    activity_line{"accq_ring"},
    activity_line{"fd_takeover"},
};

void show_activity(const call& c) {
  using namespace std::chrono;
  auto now = duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  const auto& all = balanced(c);
  auto out = std::back_inserter(c.out);
  fmt::format_to(out, "thread_id: 1 (1..1)\ndate_now: {}.{:06}\n", now / 1'000'000,
                 now % 1'000'000);
  for (const auto& line : activity_lines)
    fmt::format_to(out, "{}: {}\n", line.name, line.count != nullptr ? line.count(all) : 0);
}

void show_conditions(const call& c) {
  if (c.arguments.empty()) {
    c.out += show_acls(balanced(c));
    return;
  }
  if (auto patterns = show_acl(balanced(c), c.arguments[0]))
    c.out += *patterns;
  else
    say(c, cli_severity::error, "Unknown ACL identifier. Please use #<id> or <file>.\n");
}

constexpr auto oper = access_level::oper;

constexpr std::array views{
    command{
        {"show acl", "show acl [@<ver>] <acl>]", "report available acls or dump an acl's contents"},
        show_conditions},
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

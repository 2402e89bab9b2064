// The CLI's actions on frontends and sessions: see control.hpp.
#include "actors/relay/control.hpp"
#include "actors/relay/engine.hpp"

#include <fmt/format.h>

namespace mw::relay {

namespace {

control::result fail(std::string_view text) {
  return tl::unexpected(std::string(text));
}

std::string_view section_of(const frontend& x) {
  return x.settings->has_servers ? "proxy" : "frontend";
}

/// Letter of HAProxy's log for sessions that were killed.
constexpr char killed = 'K';

} // namespace

void control::set_maxconn(frontend& x, unsigned maxconn) {
  x.maxconn = maxconn;
  x.update_state();
  engine_.accept.resume();
}

bool control::set_process_maxconn(unsigned maxconn) {
  if (maxconn > engine_.state().hard_maxconn)
    return false;
  engine_.state().maxconn = maxconn > 0 ? maxconn : engine_.state().hard_maxconn;
  engine_.accept.resume();
  return true;
}

control::result control::enable(frontend& x) {
  if (x.state == frontend_state::stopped)
    return fail("Frontend was previously shut down, cannot enable.\n");
  if (x.state != frontend_state::paused)
    return fail("All sockets are already enabled.\n");
  x.state = frontend_state::open;
  x.update_state();
  engine_.accept.resume();
  say(x, fmt::format("Resumed {} {}.", section_of(x), x.settings->name));
  return {};
}

control::result control::disable(frontend& x) {
  if (x.state == frontend_state::stopped)
    return fail("Frontend was previously shut down, cannot disable.\n");
  if (x.state == frontend_state::paused)
    return fail("All sockets are already disabled.\n");
  x.state = frontend_state::paused;
  engine_.accept.pause(x);
  say(x, fmt::format("Paused {} {}.", section_of(x), x.settings->name));
  return {};
}

control::result control::shutdown(frontend& x) {
  if (x.state == frontend_state::stopped)
    return fail("Frontend was already shut down.\n");
  engine_.accept.pause(x);
  engine_.accept.close(x);
  for (const auto& one : engine_.state().all)
    if (one->front.get() == &x)
      engine_.servers.say_stopped(*one);
  return {};
}

void control::say(const frontend& about, std::string_view text) {
  engine_.servers.say(*about.settings, log_level::warning, text);
}

std::vector<session_view> control::sessions() const {
  std::vector<session_view> all;
  all.reserve(engine_.sessions.running().size());
  for (const auto& one : engine_.sessions.running())
    all.push_back(one.view());
  return all;
}

bool control::shutdown_session(uint64_t id) {
  auto* found = engine_.sessions.find(id);
  if (found != nullptr)
    found->shut_down(killed);
  return found != nullptr;
}

void control::shutdown_sessions(const server& x) {
  engine_.sessions.shut([&x](const session& one) { return one.current_server() == &x; }, killed);
}

} // namespace mw::relay

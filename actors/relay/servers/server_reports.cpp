// What is said about servers that come and go, in HAProxy's words: see server_states.hpp.
#include "actors/log/log.hpp"
#include "actors/relay/engine.hpp"
#include "actors/relay/servers/server_states.hpp"

#include <fmt/format.h>

namespace mw::relay {

namespace {

std::string name_of(const server& x) {
  return fmt::format("{}Server {}/{}", x.settings.backup ? "Backup " : "", x.owner->settings->name,
                     x.settings.name);
}

std::string_view kind_of(const backend& x) {
  return x.settings->takes_clients ? "proxy" : "backend";
}

std::string_view on_backup(const server& x) {
  return x.owner->active() == 0 && x.owner->backups() > 0 ? " Running on backup." : "";
}

} // namespace

void server_states::say_left(const server& x, log_level level, std::string_view what,
                             unsigned requeued) {
  const auto& back = *x.owner;
  say(back, level,
      fmt::format("{} {}. {} active and {} backup servers left.{} {} sessions active, {} requeued, "
                  "{} remaining in queue.",
                  name_of(x), what, back.active(), back.backups(), on_backup(x),
                  x.counts->sessions.current, requeued, x.queue.size()));
}

void server_states::say_online(const server& x, std::string_view what) {
  const auto& back = *x.owner;
  say(back, log_level::notice,
      fmt::format("{} {}. {} active and {} backup servers online.{} 0 sessions requeued, {} total "
                  "in queue.",
                  name_of(x), what, back.active(), back.backups(), on_backup(x),
                  back.queue.size() + x.queue.size()));
}

void server_states::say_alone(const server& x, std::string_view what) {
  say(*x.owner, log_level::notice, fmt::format("{} {}.", name_of(x), what));
}

/// Says that a change does not end the drain.
void server_states::say_if_draining(const server& x) {
  if (x.draining() && !x.in_maintenance())
    say_alone(x, "remains in forced drain mode");
}

void server_states::say_stopped(const proxy& x) {
  auto of_front = x.front ? x.front->counts->all_connections : 0;
  auto of_back = x.back ? x.back->counts->all_sessions : 0;
  say(x.settings, log_level::warning,
      fmt::format("Proxy {} stopped (cumulated conns: FE: {}, BE: {}).", x.settings.name, of_front,
                  of_back));
}

void server_states::say(const backend& about, log_level level, std::string_view text) {
  say(*about.settings, level, text);
}

void server_states::say(const config::proxy_settings& about, log_level level,
                        std::string_view text) {
  log::warning("{}", text);
  engine_.log.send(about.logs, level, text);
}

void server_states::say_if_lost(const backend& x, bool lost) {
  if (!lost)
    return;
  const auto& name = x.settings->name;
  log::alert("{} '{}' has no server available!", kind_of(x), name);
  engine_.log.send(x.settings->logs, log_level::emergency,
                   fmt::format("{} {} has no server available!", kind_of(x), name));
}

} // namespace mw::relay

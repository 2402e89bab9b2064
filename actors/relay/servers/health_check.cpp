// One check after the other, and what follows from them: see health_check.hpp.
#include "actors/relay/servers/health_check.hpp"

#include "actors/relay/engine.hpp"
#include "net/address/proxy_protocol.hpp"
#include "net/address/socket_address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <sys/socket.h>

namespace mw::relay {

using std::chrono::duration_cast;

namespace {

/// Makes close() forget the connection at once: checks leave no ports in TIME_WAIT.
void abort_on_close(int fd) {
  auto at_once = linger{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

/// PROXY header of a check, as HAProxy's: version 2 says that it is nobody's, version 1 where it
/// comes from.
std::string header_of(const server& x, const net::socket_address& from,
                      const net::socket_address& to) {
  return x.settings.header == net::proxy_header::v2
             ? net::make_proxy_header(net::proxy_header::v2, {}, {})
             : net::make_proxy_header(net::proxy_header::v1, from, to);
}

} // namespace

health_check::health_check(engine& owner, server& x)
    : timed(owner.timers), engine_(owner), server_(x) {
  server_.check.configured = server_.check.enabled = true;
  server_.check.status = check_status::initializing;
}

void health_check::start(milliseconds delay) {
  set_deadline(engine_.time.now() + delay);
}

bool health_check::resting() const {
  return !server_.check.enabled || server_.in_maintenance();
}

milliseconds check_spread::of(milliseconds time) {
  auto most = (time * percent_ / 100).count();
  auto by = std::uniform_int_distribution<milliseconds::rep>(-most, most);
  return time + milliseconds{by(dice_)};
}

/// Plans the next check, unless the process is about to end.
void health_check::rearm() {
  if (!engine_.stopping())
    set_deadline(engine_.time.now() + engine_.spread.of(interval()));
}

void health_check::deadline_passed(clock::time_point /*now*/) {
  if (server_.check.in_progress)
    finish(timeout());
  else if (resting())
    rearm();
  else if (!engine_.stopping())
    begin();
}

void health_check::begin() {
  server_.check.in_progress = true;
  started_ = engine_.time.now();
  step_ = 0;
  opened_ = sending_ = false;
  const auto& settings = *server_.owner->settings;
  if (settings.tcp_check && !settings.check_steps.empty() &&
      settings.check_steps.front().what == config::check_step::kind::connect)
    run_steps();
  else
    open(nullptr);
}

net::socket_address health_check::target(const config::check_step* step) const {
  auto to = server_.check_address.length > 0 ? server_.check_address : server_.address;
  if (server_.check_port != 0)
    set_port(to, server_.check_port);
  if (step != nullptr && step->port != 0)
    set_port(to, step->port);
  return to;
}

/// Tells whether the PROXY header comes first: a `connect` step says it; without one the server's
/// line does, as for its sessions, unless the check goes elsewhere.
bool health_check::begins_with_header(const config::check_step* step) const {
  const auto& settings = server_.settings;
  if (step != nullptr)
    return step->send_proxy;
  auto elsewhere = settings.check_address.length > 0 || settings.check_port != 0;
  return settings.check_send_proxy || (settings.header != net::proxy_header::none && !elsewhere);
}

void health_check::open(const config::check_step* step) {
  auto to = target(step);
  connected_ = answer_ended_ = false;
  answer_.clear();
  to_send_.clear();
  fd_.reset(::socket(to.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!fd_)
    return finish({check_status::socket_error, std::strerror(errno)});
  if (to.bytes.ss_family != AF_UNIX)
    abort_on_close(fd_.get());
  auto now = engine_.time.now();
  set_deadline(std::min(now + interval(), after(now, server_.owner->settings->connect_timeout)));
  auto done = ::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&to.bytes), to.length) == 0;
  if (!done && errno != EINPROGRESS)
    return finish({check_status::l4_connection, std::strerror(errno) + at_step()});
  if (begins_with_header(step))
    to_send_ = header_of(server_, net::local_address(fd_.get()), to);
  if (!engine_.poll.add(fd_.get(), every_edge, *this))
    finish({check_status::socket_error, std::strerror(errno)});
}

void health_check::ready(uint32_t events) {
  if (!fd_ || !server_.check.in_progress)
    return;
  if (connected_)
    return run_steps();
  if ((events & (EPOLLERR | EPOLLHUP)) != 0)
    if (auto error = net::pending_error(fd_.get()); error != 0)
      return finish({check_status::l4_connection, std::strerror(error) + at_step()});
  if ((events & EPOLLOUT) != 0)
    connected();
}

void health_check::connected() {
  connected_ = true;
  auto limit = after(engine_.time.now(), server_.owner->settings->check_timeout);
  set_deadline(limit == clock::time_point::max() ? started_ + interval() : limit);
  run_steps();
}

/// Applies the rules of rise and fall: a step towards the middle is only noted.
void health_check::finish(outcome result) {
  fd_.reset();
  auto& check = server_.check;
  auto passed = result.status == check_status::l4_ok || result.status == check_status::l7_ok;
  check.in_progress = false;
  check.duration = duration_cast<milliseconds>(engine_.time.now() - started_);
  check.has_duration = true;
  check.status = result.status;
  check.verdict = passed ? check_verdict::passed : check_verdict::failed;
  check.info = std::move(result.info);
  auto before = check.health;
  if (passed && check.health < check.best()) {
    if (++check.health >= check.rise)
      check.health = check.best();
  } else if (!passed && check.health >= check.rise) {
    ++server_.counts->failed_checks;
    ++server_.owner->counts->failed_checks;
    if (--check.health < check.rise)
      check.health = 0;
  }
  report(passed, before);
  rearm();
}

void health_check::report(bool passed, unsigned before) {
  auto& check = server_.check;
  auto text = fmt::format(", reason: {}", description_of(check.status));
  if (!check.info.empty())
    text += fmt::format(", info: \"{}\"", check.info);
  text += fmt::format(", check duration: {}ms", check.duration.count());
  const auto& settings = *server_.owner->settings;
  if (settings.log_checks && check.health != before)
    engine_.servers.say(
        *server_.owner, log_level::notice,
        fmt::format("Health check for {}server {}/{} {}{}, status: {}/{} {}.",
                    server_.settings.backup ? "backup " : "", settings.name, server_.settings.name,
                    passed ? "succeeded" : "failed", text,
                    check.health >= check.rise ? check.health - check.rise + 1 : check.health,
                    check.health >= check.rise ? check.fall : check.rise,
                    check.health >= check.rise ? "UP" : "DOWN"));
  if (check.health >= check.rise && server_.state == operation::stopped)
    engine_.servers.set_up(server_, text);
  else if (!passed && check.health < check.rise)
    engine_.servers.set_down(server_, text);
}

/// Time between two checks: shorter while the health changes, as configured while it is down.
milliseconds health_check::interval() const {
  const auto& settings = server_.settings;
  const auto& check = server_.check;
  auto special = settings.fastinter;
  if (check.health == check.best())
    special = settings.inter;
  else if (check.health == 0)
    special = settings.downinter;
  return special.count() > 0 ? special : settings.inter;
}

} // namespace mw::relay

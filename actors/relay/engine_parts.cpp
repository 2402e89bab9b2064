// The engine's parts are made: see engine.hpp.
#include "actors/relay/balance/balancer.hpp"
#include "actors/relay/engine.hpp"
#include "net/address/socket_address.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <sys/resource.h>

namespace mw::relay {

namespace {

/// Descriptors that are kept for everything that is no session: logs, checks, the CLI, spare pipes.
constexpr uint64_t reserved = 256;
/// Descriptors of a session: its client and its server.
constexpr uint64_t for_session = 2;
/// Sessions where descriptors have no limit: HAProxy's own order of magnitude.
constexpr uint64_t most_sessions = 500'000;

unsigned sessions_that_fit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  auto descriptors =
      limit.rlim_cur == RLIM_INFINITY ? most_sessions * for_session : uint64_t{limit.rlim_cur};
  auto free = descriptors > 2 * reserved ? descriptors - reserved : descriptors / 2;
  return static_cast<unsigned>(std::clamp<uint64_t>(free / for_session, 1, most_sessions));
}

void add_listener(frontend& to, const config::proxy_bind& bind, net::unique_fd fd,
                  worker::shared_counters& memory) {
  auto& added = to.listeners.emplace_back();
  added.counts = memory.make<counters>();
  added.settings = &bind;
  added.owner = &to;
  added.address = net::local_address(fd.get());
  added.fd = std::move(fd);
  added.id = static_cast<unsigned>(to.listeners.size());
  added.name = bind.name.empty() ? fmt::format("sock-{}", added.id) : bind.name;
}

std::unique_ptr<frontend> make_frontend(const config::proxy_settings& settings,
                                        unsigned process_maxconn, worker::shared_counters& memory) {
  auto made = std::make_unique<frontend>();
  made->counts = memory.make<counters>();
  made->settings = &settings;
  made->maxconn = settings.maxconn > 0 ? settings.maxconn : process_maxconn;
  if (settings.disabled)
    made->state = frontend_state::stopped;
  return made;
}

void add_server(backend& to, const config::proxy_server& settings,
                worker::shared_counters& memory) {
  auto& added = *to.servers.emplace_back(std::make_unique<server>());
  added.counts = memory.make<counters>();
  added.settings = settings;
  added.owner = &to;
  added.place = to.servers.size() - 1;
  added.address = settings.address;
  added.keeps_client_port = settings.keeps_client_port;
  added.port_offset = settings.port_offset;
  added.check_address = settings.check_address;
  added.check_port = settings.check_port;
  added.weight = settings.weight;
  added.maxconn = settings.maxconn;
}

std::unique_ptr<backend> make_backend(const config::proxy_settings& settings, clock::time_point now,
                                      worker::shared_counters& memory) {
  auto made = std::make_unique<backend>();
  made->counts = memory.make<counters>();
  made->settings = &settings;
  made->last_change = now;
  for (const auto& one : settings.servers)
    add_server(*made, one, memory);
  return made;
}

bool may_use(const config::proxy_settings& front, const backend& back) {
  const auto& name = back.settings->name;
  auto by_rule = std::any_of(front.rules.begin(), front.rules.end(),
                             [&](const config::backend_rule& x) { return x.backend == name; });
  return by_rule || front.default_backend == name ||
         (front.default_backend.empty() && &front == back.settings);
}

/// Takes HAProxy's default where `fullconn` is not set: a tenth of what may come in.
unsigned full_of(const backend& back, const proxies& all) {
  if (back.settings->fullconn > 0)
    return back.settings->fullconn;
  unsigned total = 0;
  for (const auto& one : all.all)
    if (one->front && may_use(one->settings, back))
      total += one->front->maxconn;
  return std::max(1U, (total + 9) / 10);
}

} // namespace

size_t room_of(const engine_parts& parts) {
  auto objects = size_t{0};
  for (const auto& proxy : parts.proxies)
    objects += 2 + proxy.servers.size(); // a frontend, a backend
  objects += parts.sockets.count();
  return objects * worker::shared_counters::room_of<counters>() +
         worker::shared_counters::room_of<traffic_totals>();
}

engine::engine(asio::io_context& io, engine_parts parts, worker::soft_stop& stop)
    : time(std::move(parts.time)),
      timers(io, time),
      poll(io, time, [this] { return after_batch(); }),
      dispatch(time),
      servers(*this),
      spread(parts.spread_checks),
      accept(*this, parts.processes),
      sessions(*this, stop),
      stop_(stop),
      control_(*this),
      at_stop_(stop, worker::soft_stop::stage::asked, [this] { wind_down(); }) {
  state_.maxconn = state_.hard_maxconn = parts.maxconn > 0 ? parts.maxconn : sessions_that_fit();
  auto own_memory = worker::shared_counters{};
  auto& memory = parts.memory != nullptr ? *parts.memory : own_memory;
  state_.total = memory.make<traffic_totals>();
  for (auto& settings : parts.proxies)
    make_proxy(std::move(settings), memory);
  give_sockets(std::move(parts.sockets), memory);
  for (const auto& one : state_.all)
    if (one->back)
      begin(*one->back);
}

void engine::make_proxy(config::proxy_settings settings, worker::shared_counters& memory) {
  auto& made = *state_.all.emplace_back(std::make_unique<proxy>());
  made.settings = std::move(settings);
  if (made.settings.takes_clients)
    made.front = make_frontend(made.settings, state_.maxconn, memory);
  if (made.settings.has_servers)
    made.back = make_backend(made.settings, time.now(), memory);
}

/// Gives each bind its sockets; a bind without sockets has no listener.
void engine::give_sockets(named_sockets sockets, worker::shared_counters& memory) {
  for (const auto& one : state_.all)
    for (const auto& bind : one->settings.binds)
      for (auto& fd : sockets.take(net::to_string(bind.where)))
        if (one->front && !one->settings.disabled)
          add_listener(*one->front, bind, std::move(fd), memory);
}

void engine::begin(backend& x) {
  x.fullconn = full_of(x, state_);
  for (const auto& one : x.servers) {
    servers.begin(*one);
    if (one->settings.check && !x.settings->disabled)
      checks_.emplace_back(*this, *one);
  }
  x.balance = make_balancer(x);
}

} // namespace mw::relay

// Sums over servers, and look-ups by name: see proxies.hpp and server.hpp.
#include "actors/relay/proxies.hpp"

#include "actors/relay/balance/balancer.hpp"
#include "net/base/number.hpp"

#include <algorithm>

namespace mw::relay {

using std::chrono::duration_cast;
using std::chrono::seconds;

namespace {

/// Takes a limit between minconn and maxconn, by how full the backend is.
unsigned limit_by_load(const server& x) {
  auto lowest = x.settings.minconn;
  auto full = x.owner->fullconn;
  auto now = x.owner->counts->sessions.current;
  if (lowest == 0 || lowest == x.maxconn || now >= full)
    return x.maxconn;
  return std::max(lowest, static_cast<unsigned>(uint64_t{now} * x.maxconn / full));
}

/// Compares by number if there is a `#`, which no name has, else by name.
template <class Named>
bool is_called(const Named& x, std::string_view name) {
  return name.starts_with('#') ? net::parse_number(name.substr(1)) == x.id : x.name == name;
}

} // namespace

unsigned server::limit(clock::time_point now) const {
  if (maxconn == 0)
    return 0;
  auto most = limit_by_load(*this);
  auto since = duration_cast<milliseconds>(now - last_change);
  if (state != operation::starting || since >= settings.slowstart)
    return most;
  auto part = static_cast<uint64_t>(since.count()) * most;
  return std::max(1U, static_cast<unsigned>(part / uint64_t(settings.slowstart.count())));
}

seconds server::down_time(clock::time_point now) const {
  auto down_now = state == operation::stopped || in_maintenance();
  return down_before + (down_now ? duration_cast<seconds>(now - last_change) : seconds{0});
}

void frontend::update_state() {
  auto full = maxconn > 0 && counts->sessions.current >= maxconn;
  if (state == frontend_state::open && full)
    state = frontend_state::full;
  else if (state == frontend_state::full && !full)
    state = frontend_state::open;
}

backend::backend() = default;
backend::~backend() = default;

unsigned backend::count(bool backup) const {
  return static_cast<unsigned>(std::count_if(servers.begin(), servers.end(), [&](const auto& x) {
    return x->settings.backup == backup && x->usable();
  }));
}

unsigned backend::weight() const {
  unsigned sum = 0;
  for (const auto* x : serving(*this))
    sum += x->weight;
  return sum;
}

bool backend::up() const {
  return servers.empty() || !serving(*this).empty();
}

seconds backend::down_time(clock::time_point now) const {
  return down_before + (up() ? seconds{0} : duration_cast<seconds>(now - last_change));
}

frontend* proxies::find_frontend(std::string_view name) const {
  for (const auto& one : all)
    if (one->front && is_called(one->settings, name))
      return one->front.get();
  return nullptr;
}

backend* proxies::find_backend(std::string_view name) const {
  for (const auto& one : all)
    if (one->back && is_called(one->settings, name))
      return one->back.get();
  return nullptr;
}

backend* proxies::backend_for(const frontend& from, std::string_view name) const {
  const auto& settings = *from.settings;
  if (!name.empty())
    return find_backend(name);
  if (!settings.default_backend.empty())
    return find_backend(settings.default_backend);
  return settings.has_servers ? find_backend(settings.name) : nullptr;
}

server* proxies::find_server(const backend& in, std::string_view name) {
  for (const auto& one : in.servers)
    if (is_called(one->settings, name))
      return one.get();
  return nullptr;
}

} // namespace mw::relay

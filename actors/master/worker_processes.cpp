// The proxies of the workers' processes: see worker_processes.hpp.
#include "actors/master/worker_processes.hpp"

#include <memory>

namespace mw {

namespace {

/// A proxy waits for nobody; its thread may have much to do.
constexpr auto proxy_time_limit = std::chrono::seconds{5};

/// Answers a promise once everybody has answered.
struct countdown {
  caf::typed_response_promise<alive> promise;
  size_t left = 0;

  void answered() {
    if (--left == 0)
      promise.deliver(alive{});
  }
};

} // namespace

void worker_processes::start(worker& one, const worker_proxy_actor& predecessor) {
  one.proxy = start_worker_(one.info.key, one.plan, self_, predecessor);
  proxies_.emplace(one.proxy.address(), known_proxy{one.info.key, one.proxy});
  self_->monitor(one.proxy);
}

std::optional<process_key> worker_processes::gone(const caf::actor_addr& actor) {
  auto known = proxies_.extract(actor);
  return known ? std::optional{known.mapped().process} : std::nullopt;
}

void worker_processes::stop(const worker& one, int signal, std::string cause) const {
  if (one.proxy)
    self_->send(one.proxy, stop_worker{signal, std::move(cause)});
}

void worker_processes::signal(const worker& one, int signal) const {
  if (one.proxy)
    self_->send(one.proxy, signal_worker{signal});
}

caf::result<alive> worker_processes::check_health(worker_table& workers) const {
  // The one more is for the asking itself: with no proxy it is the answer.
  auto all = std::make_shared<countdown>(countdown{self_->make_response_promise<alive>(), 1});
  workers.for_each([&](const worker& one) {
    if (!one.proxy)
      return;
    ++all->left;
    self_->request(one.proxy, proxy_time_limit, health_check{})
        .then([all](const alive&) { all->answered(); },
              [all](const caf::error& error) {
                // One that has just ended is replaced or gone: no sign of a master that hangs.
                if (error == caf::sec::request_receiver_down)
                  all->answered();
              });
  });
  auto promise = all->promise;
  all->answered();
  return promise;
}

void worker_processes::end() const {
  for (const auto& [address, proxy] : proxies_)
    self_->send_exit(proxy.handle, caf::exit_reason::user_shutdown);
}

} // namespace mw

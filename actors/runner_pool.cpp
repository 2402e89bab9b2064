// Who runs a session's commands: see runner_pool.hpp.
#include "actors/runner_pool.hpp"

#include "actors/applet_console.hpp"
#include "actors/runtime/component.hpp"
#include "actors/worker_console.hpp"
#include "actors/worker_link.hpp"

#include <caf/send.hpp>

#include <unistd.h>

namespace mw {

namespace {

// A session that talks to many workers in turn keeps its links to this many.
constexpr size_t most_links = 16;

void end(const command_runner_actor& runner) {
  if (runner)
    caf::anon_send_exit(runner, caf::exit_reason::user_shutdown);
}

} // namespace

runner_pool::runner_pool(asio_unit& unit, command_runner_actor applet)
    : unit_(unit), applet_(std::move(applet)) {}

runner_pool::~runner_pool() {
  for (auto& [serial, known] : links_)
    end(known.runner);
  end_retired();
}

void runner_pool::end_retired() {
  for (auto& runner : retired_)
    end(runner);
  retired_.clear();
}

std::optional<process_key> runner_pool::find(const target& where) const {
  if (where.form == target::kind::master)
    return process_key{0, 0, getpid()};
  auto known = targets_.find(where);
  if (known == targets_.end())
    return std::nullopt;
  return links_.at(known->second).to.process;
}

void runner_pool::learn(const target& where, const route& to) {
  if (links_.size() >= most_links && !links_.contains(to.process.serial))
    forget(links_.begin()->second.to.process);
  targets_[where] = to.process.serial;
  links_.try_emplace(to.process.serial, link{to, {}});
}

void runner_pool::forget(const process_key& process) {
  auto gone = links_.find(process.serial);
  if (gone == links_.end())
    return;
  retired_.push_back(gone->second.runner); // its last answer may still be on the way
  links_.erase(gone);
  std::erase_if(targets_, [&](const auto& entry) { return entry.second == process.serial; });
}

command_runner_actor runner_pool::runner(const target& where, bool two_way) {
  end_retired();
  auto two_way_runner = [this](command_runner_actor console) {
    retired_.push_back(console);
    return console;
  };
  if (where.form == target::kind::master)
    return two_way ? two_way_runner(spawn_on<applet_console_state>(unit_, applet_)) : applet_;
  auto& known = links_.at(targets_.at(where));
  if (two_way)
    return two_way_runner(
        spawn_on<worker_console_state>(unit_, known.to.process, known.to.proxy));
  if (!known.runner)
    known.runner = spawn_on<worker_link_state>(unit_, known.to.process, known.to.proxy);
  return known.runner;
}

} // namespace mw

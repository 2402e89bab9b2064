// Gives privileges away: see privileges.hpp.
#include "actors/worker/privileges.hpp"

#include "actors/config/text/printable.hpp"
#include "net/base/last_error.hpp"

#include <fmt/format.h>

#include <csignal>

#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace mw::worker {

namespace {

using dropped = tl::expected<void, std::string>;

tl::unexpected<std::string> failed(std::string_view what) {
  auto reason = net::last_error().message();
  return tl::unexpected(fmt::format("[mw-actors.main()] {} ({}).", what, reason));
}

/// Inside before the root changes: a relative path from the root on would lead out again.
dropped enter_chroot(const config::configuration& settings) {
  const auto& folder = settings.chroot;
  if (folder.empty() || (::chdir(folder.c_str()) == 0 && ::chroot(".") == 0 && ::chdir("/") == 0))
    return {};
  return failed(fmt::format("Cannot chroot({})", config::printable(folder)));
}

dropped leave_groups(const config::configuration& settings) {
  if ((!settings.uid && !settings.gid) || ::getgroups(0, nullptr) == 0 ||
      ::setgroups(0, nullptr) == 0)
    return {};
  return failed("Failed to drop supplementary groups");
}

dropped change_group(const config::configuration& settings) {
  if (!settings.gid || ::setresgid(*settings.gid, *settings.gid, *settings.gid) == 0)
    return {};
  return failed(fmt::format("Cannot set gid {}", *settings.gid));
}

dropped change_user(const config::configuration& settings) {
  if (!settings.uid || ::setresuid(*settings.uid, *settings.uid, *settings.uid) == 0)
    return {};
  return failed(fmt::format("Cannot set uid {}", *settings.uid));
}

/// A worker starts no other program, so nothing that it could execute helps it.
dropped stay_low(const config::configuration&) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
    return {};
  return failed("Cannot set no_new_privs");
}

/// The kernel forgets the signal when credentials change.
dropped follow_parent(const config::configuration& settings, pid_t parent) {
  if (!settings.uid && !settings.gid)
    return {};
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
    return failed("Cannot set the signal of the master's death");
  if (::getppid() != parent)
    return tl::unexpected(std::string("[mw-actors.main()] The master is gone."));
  return {};
}

} // namespace

dropped drop_privileges(const config::configuration& settings, pid_t parent) {
  for (auto step : {enter_chroot, leave_groups, change_group, change_user, stay_low})
    if (auto done = step(settings); !done)
      return done;
  return follow_parent(settings, parent);
}

} // namespace mw::worker

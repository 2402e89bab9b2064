// Fewer rights for root: see capabilities.hpp.
#include "net/process/capabilities.hpp"

#include "net/base/failure.hpp"
#include "net/base/last_error.hpp"

#include <array>
#include <cstdint>

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace mw::net {

namespace {

constexpr std::array needed_capabilities{
    CAP_CHOWN,            // uid and gid of a -S path
    CAP_DAC_OVERRIDE,     // sockets, pid and trace files in folders of other users
    CAP_DAC_READ_SEARCH,  // configurations of other users
    CAP_FOWNER,           // mode of a -S path that was given to another user
    CAP_KILL,             // signals to workers that run as another user
    CAP_SETGID,           // workers that leave root: group
    CAP_SETUID,           // workers that leave root: user
    CAP_NET_BIND_SERVICE, // ports below 1024
    CAP_NET_ADMIN,        // marks and transparent binds of workers
    CAP_NET_RAW,          // interface of a -S or of a worker's bind
    CAP_SYS_CHROOT,       // workers in a chroot
    CAP_SYS_RESOURCE,     // descriptor limits above the hard one
};

/// Capabilities as the kernel takes them: two words of 32.
using capability_sets = std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3>;

constexpr uint64_t bit_of(int capability) {
  return uint64_t{1} << static_cast<unsigned>(capability);
}

constexpr uint64_t needed_mask(bool with_haproxy) {
  auto mask = with_haproxy ? bit_of(CAP_SYS_ADMIN) : 0; // setns()
  for (auto capability : needed_capabilities)
    mask |= bit_of(capability);
  return mask;
}

/// Limits the capabilities that a program may get by exec. The kernel may know fewer or more than
/// our headers do: it says where they end. A process that may not change the set (no CAP_SETPCAP)
/// keeps it.
void limit_bounding_set(uint64_t needed) {
  for (auto capability = 0; ::prctl(PR_CAPBSET_READ, capability) >= 0; ++capability)
    if ((needed & bit_of(capability)) == 0)
      ::prctl(PR_CAPBSET_DROP, capability);
}

} // namespace

tl::expected<void, std::string> keep_needed_capabilities(bool with_haproxy) {
  if (::geteuid() != 0)
    return {};
  auto mask = needed_mask(with_haproxy);
  limit_bounding_set(mask);
  auto self = __user_cap_header_struct{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  auto sets = capability_sets{};
  if (::syscall(SYS_capget, &self, sets.data()) != 0)
    return failure("cannot read the capabilities: {}", last_error().message());
  for (auto word = size_t{0}; word < sets.size(); ++word) {
    auto needed = static_cast<uint32_t>(mask >> (32 * word));
    sets[word].effective &= needed;
    sets[word].permitted &= needed;
    sets[word].inheritable &= needed;
  }
  if (::syscall(SYS_capset, &self, sets.data()) != 0)
    return failure("cannot drop capabilities: {}", last_error().message());
  return {};
}

} // namespace mw::net

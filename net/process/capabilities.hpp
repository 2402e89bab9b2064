// The capabilities that a master and its workers need; root gives up all others.
#pragma once

#include <tl/expected.hpp>

#include <string>

namespace mw::net {

/// Takes all capabilities that are not needed from all sets of a process that runs as root, so that
/// no program that it starts gets them back. A needed one that is missing already is no error. An
/// ordinary user's process stays as it is. Call it before any thread runs: it concerns the calling
/// thread and those that it starts. `with_haproxy`: HAProxy is the worker, which enters other
/// network namespaces if its configuration says so.
tl::expected<void, std::string> keep_needed_capabilities(bool with_haproxy = false);

} // namespace mw::net

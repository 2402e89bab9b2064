// What root may do here: the capabilities that a master and its workers need, and no others.
#pragma once

#include <tl/expected.hpp>

#include <string>

namespace mw::net {

/// Of a process that runs as root, takes all capabilities that are not needed from all its sets, so
/// that no program that it starts gets them back. One that is missing already is no error. An
/// ordinary user's process stays as it is. Call it before any thread runs: it concerns the calling
/// one and those that it starts. `with_haproxy`: HAProxy is the worker, which enters other network
/// namespaces if its configuration says so.
tl::expected<void, std::string> keep_needed_capabilities(bool with_haproxy = false);

} // namespace mw::net

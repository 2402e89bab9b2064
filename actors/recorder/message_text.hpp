// Describes a message's content for the recorder: its type, a number and a few characters. Of a
// payload only the size is kept.
#pragma once

#include "actors/recorder/recorder.hpp"

#include <caf/type_erased_tuple.hpp>

#include <string_view>

namespace mw::trace {

/// Fills in `type`, `amount` and `text`, which lives as long as the content. Called for every
/// message: neither allocates nor formats.
[[gnu::hot]] void describe(const caf::type_erased_tuple& content, recorder::entry& into);

/// The name of a record's `type`: `run_command`, of CAF's own `@down`. May be called in a signal
/// handler.
std::string_view type_name(uintptr_t type);

/// The name of a record's `amount`: `bytes`, `pid`, `signal`; empty if it has none. May be called
/// in a signal handler.
std::string_view amount_name(uintptr_t type);

} // namespace mw::trace

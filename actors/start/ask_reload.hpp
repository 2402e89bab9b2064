// `--reload`: asks a running master to reload, and waits for how that went.
#pragma once

#include "actors/command_line/options.hpp"

namespace mw {

/// Asks at the first `-S`. Prints the messages of the reload on stderr. Answers the exit code: 0 if
/// the new workers serve. A signal to the master cannot tell that, and systemd's `ExecReload=` has
/// only an exit code to go by.
int ask_for_reload(const master_options& options);

} // namespace mw

// The last messages between actors, written to a file when the program dies.
#pragma once

#include <array>
#include <csignal>
#include <string>
#include <vector>

namespace mw {

/// Chooses the folder of crash reports: that of the log, if stderr is a file; else the first folder
/// that systemd gives ($RUNTIME_DIRECTORY), else that of the first `-S` path, else /tmp.
/// `cli_paths`: of the unix sockets.
std::string crash_report_folder(const std::vector<std::string>& cli_paths);

/// Takes over SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT (failed assertions, uncaught
/// exceptions), where they have their default action, write the last messages to
/// `<folder>/mw-actors-<pid>.trace` (mode 0600; in /tmp if that cannot be made), say on stderr
/// where, and then do their default action: the exit status, and the core file, are as before.
/// Once, before the components start.
void install_crash_report(const std::string& folder);

/// The most messages of a crash report.
inline constexpr size_t crash_report_messages = 1'000;

/// Writes the report to this file as on a signal, without the signal's action. For tests.
bool write_crash_report(const char* path, int signal);

} // namespace mw

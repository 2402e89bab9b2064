// Log lines as text, in HAProxy's form: `[NOTICE]   (pid) : text`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace mw::log {

/// `info` is ours, for one line per CLI command; HAProxy has the others (and DIAG).
enum class severity { info, notice, warning, alert };

/// The line as it is printed, with its LF. Control characters are shown as `\x0a` (all but tabs,
/// and an LF at the very end of the text), so that nobody who is quoted in it forges another line.
std::string line(severity level, std::string_view text);

/// Make a line in two steps, for many at once: what they all begin with costs a system call.
std::string line_begin(severity level);
void append_line(std::string& to, std::string_view begin, std::string_view text);

/// Lines that were made elsewhere, each with its LF; control characters as in line().
std::string printable_lines(std::string_view lines);

/// Texts that other programs print, and what stands for them here: `/proc/self/fd/6`, `a.cfg`.
using file_names = std::vector<std::pair<std::string, std::string>>;

/// Puts names in the place of texts. A text that a digit follows is another descriptor's.
std::string with_names(std::string_view lines, const file_names& names);

/// sd-daemon's priority of a line that begins like `[WARNING]`: `<4>`; of any other `<5>`, notice.
std::string_view journal_priority(std::string_view line);

/// Whether $JOURNAL_STREAM, `<device>:<inode>`, names this stream: then the journal reads it.
bool names_stream(std::string_view journal_stream, dev_t device, ino_t inode);

} // namespace mw::log

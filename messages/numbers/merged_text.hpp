// Prints a merged report in the forms of a worker's own report.
#pragma once

#include "messages/numbers/merge_order.hpp"
#include "messages/numbers/merged_output.hpp"

#include <span>
#include <string>

namespace mw {

/// Prints `Name: value` lines or csv, typed lines, or one line of JSON, without the blank line that
/// ends an answer. `notes` are lines without LF behind it; in JSON they are objects {"note": ...}
/// of its list.
std::string merged_text(const merged_report& merged, merge_order::form shape,
                        std::span<const std::string> notes);

} // namespace mw

// A merged report in the forms in which a worker's own is printed.
#pragma once

#include "messages/numbers/merge_order.hpp"
#include "messages/numbers/merged_output.hpp"

#include <span>
#include <string>

namespace mw {

/// `Name: value` lines or csv, typed lines, or one line of JSON, without the blank line that ends
/// an answer. `notes`: lines without LF that go behind it, in JSON into it as objects {"note":
/// ...}.
std::string merged_text(const merged_report& merged, merge_order::form shape,
                        std::span<const std::string> notes);

} // namespace mw

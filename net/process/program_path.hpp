// Finds a program by its name, and becomes it.
#pragma once

#include <tl/expected.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace mw::net {

/// Finds a program as execvp() does, for net::program::path. A name with a slash is taken as it is;
/// another one is looked for in the folders of `search_path`, the text of PATH (nothing: PATH is
/// not set, and means `/usr/local/bin:/usr/bin:/bin`), where an empty one is the current folder.
/// The result has a slash. Errors: ENOENT there is none; EACCES there is something of that name,
/// but none that is a file and that we may run; others as stat() has them for what it cannot look
/// at.
tl::expected<std::string, std::error_code>
find_program(std::string_view name, std::optional<std::string_view> search_path);

/// Makes this process the program `words[0]`, as execvp() does. Returns only if that fails.
std::error_code become_program(std::vector<std::string> words);

} // namespace mw::net

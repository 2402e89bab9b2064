// Looks for programs in the folders of PATH: see program_path.hpp.
#include "net/process/program_path.hpp"

#include "net/base/last_error.hpp"

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mw::net {

namespace {

constexpr std::string_view usual_folders = "/usr/local/bin:/usr/bin:/bin";

/// Errors in a folder that do not stop the search.
constexpr std::array passed_over{std::errc::no_such_file_or_directory, std::errc::not_a_directory,
                                 std::errc::permission_denied, std::errc::no_such_device,
                                 std::errc::timed_out};

bool is_passed_over(std::error_code error) {
  return std::any_of(passed_over.begin(), passed_over.end(),
                     [&](std::errc code) { return error == code; });
}

std::error_code why_not_executable(const std::string& path) {
  struct stat found {};

  if (::stat(path.c_str(), &found) != 0)
    return last_error();
  if (!S_ISREG(found.st_mode))
    return std::make_error_code(std::errc::permission_denied);
  // The effective user counts, as for execve().
  if (::faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) != 0)
    return last_error();
  return {};
}

std::string path_in(std::string_view folder, std::string_view name) {
  auto path = std::string(folder.empty() ? "." : folder);
  return path.append("/").append(name);
}

/// Searches the folders. Of the errors the first one that says more than "there is none" is kept.
tl::expected<std::string, std::error_code> search(std::string_view name, std::string_view folders) {
  auto reason = std::make_error_code(std::errc::no_such_file_or_directory);
  for (size_t begin = 0; begin <= folders.size();) {
    auto end = std::min(folders.find(':', begin), folders.size());
    auto path = path_in(folders.substr(begin, end - begin), name);
    auto failed = why_not_executable(path);
    if (!failed)
      return path;
    if (!is_passed_over(failed))
      return tl::unexpected(failed);
    if (failed == std::errc::permission_denied)
      reason = failed;
    begin = end + 1;
  }
  return tl::unexpected(reason);
}

} // namespace

tl::expected<std::string, std::error_code>
find_program(std::string_view name, std::optional<std::string_view> search_path) {
  if (name.empty())
    return tl::unexpected(std::make_error_code(std::errc::no_such_file_or_directory));
  if (name.find('/') == std::string_view::npos)
    return search(name, search_path.value_or(usual_folders));
  auto path = std::string(name);
  if (auto failed = why_not_executable(path))
    return tl::unexpected(failed);
  return path;
}

std::error_code become_program(std::vector<std::string> words) {
  auto pointers = std::vector<char*>{};
  for (auto& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execvp(pointers.front(), pointers.data());
  return last_error();
}

} // namespace mw::net

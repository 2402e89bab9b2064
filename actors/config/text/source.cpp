// Reads configuration files, and hands them to workers in sealed memory: see source.hpp.
#include "actors/config/text/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace mw::config {

namespace {

namespace fs = std::filesystem;

/// Bytes of one file: far more than anyone writes, and a device without end stops here.
constexpr size_t largest_source = size_t{16} << 20;
constexpr size_t piece_size = size_t{64} << 10;

using path_list = tl::expected<std::vector<std::string>, std::string>;

std::string cannot_open(std::string_view path, const std::string& why) {
  return fmt::format("Cannot open configuration file/directory {} : {}", path, why);
}

std::string error_text(int code) {
  return std::generic_category().message(code);
}

/// 0 at the end; -1 and errno for an error.
ssize_t read_piece(int fd, std::string& text) {
  auto size = text.size();
  text.resize(size + piece_size);
  ssize_t count = 0;
  do {
    count = ::read(fd, text.data() + size, piece_size);
  } while (count < 0 && errno == EINTR);
  text.resize(size + static_cast<size_t>(std::max<ssize_t>(count, 0)));
  return count;
}

tl::expected<source, std::string> read_file(const std::string& path) {
  net::unique_fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd)
    return tl::unexpected(cannot_open(path, error_text(errno)));
  auto read = source{path, {}};
  while (read.text.size() <= largest_source) {
    auto count = read_piece(fd.get(), read.text);
    if (count < 0)
      return tl::unexpected(cannot_open(path, error_text(errno)));
    if (count == 0)
      return read;
  }
  return tl::unexpected(cannot_open(path, "larger than 16 MiB"));
}

bool is_config_name(const std::string& name) {
  return name.ends_with(".cfg") && !name.starts_with('.');
}

path_list list_directory(const std::string& directory) {
  std::error_code error;
  std::vector<std::string> found;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    // What cannot be looked at is kept, so that opening it names it.
    std::error_code unknown;
    auto type = at->status(unknown).type();
    if (is_config_name(at->path().filename()) && type != fs::file_type::directory)
      found.push_back(at->path().string());
  }
  if (error)
    return tl::unexpected(cannot_open(directory, error.message()));
  if (found.empty())
    return tl::unexpected(cannot_open(directory, "no *.cfg file in it"));
  std::sort(found.begin(), found.end());
  return found;
}

path_list files_of(const std::string& path) {
  std::error_code unknown;
  if (fs::is_directory(path, unknown))
    return list_directory(path);
  return std::vector<std::string>{path};
}

} // namespace

tl::expected<std::vector<source>, std::string> read_sources(std::span<const std::string> paths) {
  std::vector<source> sources;
  for (const auto& path : paths) {
    auto files = files_of(path);
    if (!files)
      return tl::unexpected(files.error());
    for (const auto& file : *files) {
      auto source = read_file(file);
      if (!source)
        return tl::unexpected(source.error());
      sources.push_back(std::move(*source));
    }
  }
  return sources;
}

} // namespace mw::config

// A fresh folder for one test.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace mw {

/// A folder that removes itself with all its files.
class temporary_folder {
public:
  temporary_folder() : path_(std::filesystem::temp_directory_path() / "mw-test.XXXXXX") {
    if (::mkdtemp(path_.data()) == nullptr)
      throw std::runtime_error("mkdtemp " + path_);
  }

  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  ~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  /// The names of its files, sorted: to see that none was left behind.
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      all.push_back(entry.path().filename());
    std::sort(all.begin(), all.end());
    return all;
  }

private:
  std::string path_;
};

} // namespace mw

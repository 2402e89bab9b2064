// A configuration file of one test, and the sockets that it may name.
#pragma once

#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace mw::test {

class configuration_file {
public:
  explicit configuration_file(std::string_view text = "global\n") { write(text); }

  void write(std::string_view text) const { std::ofstream(path()) << text; }

  std::string path() const { return folder / "a.cfg"; }

  /// The file as options name it.
  std::vector<std::string> paths() const { return {path()}; }

  temporary_folder folder;
};

} // namespace mw::test

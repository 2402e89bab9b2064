// The program: the master, or one of its workers.
#include "actors/launch.hpp"
#include "actors/options.hpp"
#include "actors/worker/worker.hpp"

#include <cstdio>

namespace {

int run(const mw::end_now& end) {
  std::fputs(end.text.c_str(), end.exit_code == 0 ? stdout : stderr);
  return end.exit_code;
}

int run(const mw::worker_options& options) {
  return mw::run_worker(options);
}

int run(const mw::master_options& options) {
  return mw::run_master(options);
}

} // namespace

int main(int count, char** arguments) {
  auto command_line = mw::parse_options({arguments, arguments + count});
  return std::visit([](const auto& what) { return run(what); }, command_line);
}

// Crash reports: their contents. system/cli/actor_trace_test.cpp tests that a dying program writes
// one.
#include "actors/actor_trace/crash_report.hpp"
#include "tests/clients/recorded_talk.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace mw::crash_report_test {

namespace {

struct crash_fixture : test::recorded_talk {
  std::string report() const {
    auto text = std::stringstream{};
    text << std::ifstream{path}.rdbuf();
    return text.str();
  }

  temporary_folder folder;
  std::string path = folder / "report";
};

} // namespace

TEST_CASE_METHOD(crash_fixture, "a crash report has a head and the last messages in their order") {
  talk("show info");
  talk("show stat");
  REQUIRE(write_crash_report(path.c_str(), SIGSEGV));
  auto text = report();
  auto head = fmt::format("# pid {}, thread {}, signal 11: the last messages; handling time '-': "
                          "is being handled\n",
                          ::getpid(), ::gettid());
  CHECK(text.starts_with(head));
  CHECK(std::count(text.begin(), text.end(), '\n') == 7);
  CHECK(text.find("run_command \"show info\"\n") < text.find("run_command \"show stat\"\n"));
  CHECK(text.find("run_command \"show stat\"\n") != text.npos);

  struct stat status {};

  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE_METHOD(crash_fixture, "a crash report has the last thousand messages") {
  for (auto number = 0; number < 1'000; ++number)
    talk(fmt::format("number {}", number));
  REQUIRE(write_crash_report(path.c_str(), SIGABRT));
  auto text = report();
  CHECK(std::count(text.begin(), text.end(), '\n') == 1'001);
  CHECK(text.find("\"number 999\"") != text.npos);
  CHECK(text.find("\"number 600\"") == text.npos);
  CHECK(text.find("\"number 998\"") < text.find("\"number 999\""));
}

TEST_CASE_METHOD(crash_fixture, "a crash report overwrites no file and follows no link") {
  std::ofstream{path} << "mine";
  CHECK_FALSE(write_crash_report(path.c_str(), SIGABRT));
  CHECK(report() == "mine");
  auto link = folder / "link";
  REQUIRE(::symlink((folder / "elsewhere").c_str(), link.c_str()) == 0);
  CHECK_FALSE(write_crash_report(link.c_str(), SIGABRT));
  CHECK_FALSE(write_crash_report((folder / "none/report").c_str(), SIGABRT));
  CHECK(folder.names() == std::vector<std::string>{"link", "report"});
}

TEST_CASE("a crash report without a recorder is its head alone") {
  auto folder = temporary_folder{};
  auto path = folder / "report";
  REQUIRE(write_crash_report(path.c_str(), SIGABRT));
  auto text = std::stringstream{};
  text << std::ifstream{path}.rdbuf();
  CHECK_THAT(text.str(), Catch::StartsWith("# pid ") && Catch::EndsWith("is being handled\n"));
}

} // namespace mw::crash_report_test

// --reload: what a service manager runs for a reload, and how it learns of the result.
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>

using namespace mw;
using namespace mw::test;

namespace {

finished ask(const std::string& where) {
  return run({.arguments = {"--reload", "-S", where}});
}

} // namespace

TEST_CASE("who asks for a reload waits for it, and reads how it went") {
  auto master = service{1};
  auto before = master.workers().at(0);
  auto asked = ask(master.path());
  CHECK(asked.code == 0);
  CHECK_THAT(asked.errors, Catch::StartsWith("Success=1\n--\n") &&
                               Catch::Contains("Reloading the configuration"));
  CHECK(master.workers().at(0) != before);
  master.configure("global\n  bogus\n");
  asked = ask(master.path());
  CHECK(asked.code == 1);
  CHECK_THAT(asked.errors,
             Catch::StartsWith("Success=0\n--\n") && Catch::Contains("unknown keyword 'bogus'"));
}

TEST_CASE("who asks for a reload and may not, or asks nobody, fails") {
  auto master = service{{.bind_options = ",level,user"}};
  auto asked = ask(master.path());
  CHECK(asked.code == 1);
  CHECK_THAT(asked.errors, Catch::Contains("Permission denied"));
  asked = ask(master.folder() / "none");
  CHECK(asked.code == 1);
  CHECK_THAT(asked.errors, Catch::Contains("No such file or directory"));
  CHECK_THAT(ask("fd@7").errors, Catch::Contains("it needs a unix path, or a port without ssl"));
}

// The severity in front of a CLI's messages.
#include "messages/cli/severity.hpp"

#include <catch2/catch.hpp>

namespace mw::severity_test {

TEST_CASE("a message has its severity in front if the session asked for it") {
  auto shown = [](severity_output how, cli_severity what) {
    return with_severity(how, what, "text\n");
  };
  CHECK(shown(severity_output::none, cli_severity::error) == "text\n");
  CHECK(shown(severity_output::number, cli_severity::error) == "[3]: text\n");
  CHECK(shown(severity_output::number, cli_severity::info) == "[6]: text\n");
  CHECK(shown(severity_output::string, cli_severity::error) == "[err]: text\n");
  CHECK(shown(severity_output::string, cli_severity::info) == "[info]: text\n");
}

TEST_CASE("the ways to show a severity have names, and no others are known") {
  for (auto how : {severity_output::none, severity_output::number, severity_output::string})
    CHECK(parse_severity_output(severity_output_name(how)) == how);
  CHECK(severity_output_name(severity_output::number) == "number");
  for (auto name : {"", "Number", "numbers", "-", "3"})
    CHECK_FALSE(parse_severity_output(name));
}

} // namespace mw::severity_test

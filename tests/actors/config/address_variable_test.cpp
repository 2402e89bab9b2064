// Variables in addresses, outside of quotes too. The texts are those of HAProxy 2.6.12.
#include "actors/config/text/address_text.hpp"
#include "actors/config/text/source.hpp"
#include "tests/support/configuration.hpp"

namespace mw::config::address_variable_test {

namespace {

const lines variables{"P=8123", "H=127.0.0.1", "D=/run/x", "L=127.0.0.1:1,127.0.0.1:2", "E="};

std::string expanded(std::string_view text) {
  return expand_variables(text, environment{variables});
}

configuration of_frontend(const std::string& line) {
  return good("frontend f\n timeout client 1s\n " + line + "\n", variables);
}

std::string where_of(const std::string& address) {
  return net::to_string(of_frontend("bind " + address).proxies.at(0).binds.at(0).where);
}

/// Mistake in a line of a frontend, without its place.
std::string mistake(const std::string& line) {
  auto all = errors("frontend f\n timeout client 1s\n " + line + "\n", variables);
  const std::string place = "parsing [a.cfg:3] : ";
  CHECK(all.front().starts_with(place));
  return all.front().substr(place.size());
}

} // namespace

TEST_CASE("variables are replaced as HAProxy replaces them in addresses") {
  CHECK(expanded("*:$P") == "*:8123");
  CHECK(expanded("${H}:${P}") == "127.0.0.1:8123");
  CHECK(expanded("$H$P") == "127.0.0.18123");
  CHECK(expanded("a$NOPE-b") == "a-b");
  CHECK(expanded("${P") == "8123");
  CHECK(expanded("${P-1}x") == "8123-1}x");
  CHECK(expanded("$") == "");
  CHECK(expanded("a$") == "a");
  CHECK(expanded("$$P") == "8123");
  CHECK(expanded("${}x") == "x");
  CHECK(expanded("\\$P") == "\\8123");
  CHECK(expanded("") == "");
}

TEST_CASE("the address of a listener may have variables") {
  CHECK(where_of("*:$P") == "ipv4@0.0.0.0:8123");
  CHECK(where_of("${H}:${P}") == "ipv4@127.0.0.1:8123");
  CHECK(where_of("'*:$P'") == "ipv4@0.0.0.0:8123");
  CHECK(where_of("unix@$D/y") == "unix@/run/x/y");
  CHECK(where_of("abns@$H") == "abns@127.0.0.1");
  CHECK(of_frontend("bind *:$P,$H:80").proxies.at(0).binds.size() == 2);
  auto stats = good("global\n stats socket $D/x.sock\n", variables);
  CHECK(net::to_string(stats.stats_sockets.at(0).where) == "unix@/run/x/x.sock");
}

TEST_CASE("the addresses of servers, checks and logs may have variables") {
  auto text = "global\n log ${H}:514 local0\nbackend b\n timeout connect 1s\n timeout server 1s\n"
              " log $H local1\n server a ${H}:${P} check addr $H port 80\n";
  auto parsed = good(text, variables);
  const auto& server = parsed.proxies.at(0).servers.at(0);
  CHECK(net::to_string(server.address) == "127.0.0.1:8123");
  CHECK(server.host_name == "127.0.0.1");
  CHECK(net::host_of(server.check_address) == "127.0.0.1");
  CHECK(net::port_of(parsed.proxies.at(0).logs.at(0).address) == 514);
  CHECK(net::host_of(parsed.logs.at(0).address) == "127.0.0.1");
}

TEST_CASE("a variable has the value that the lines in front give it") {
  auto text = "global\n setenv P 1\n stats socket *:$P\n setenv P 2\n stats socket *:$P\n";
  auto parsed = good(text, variables);
  CHECK(parsed.stats_sockets.at(0).where.port == 1);
  CHECK(parsed.stats_sockets.at(1).where.port == 2);
}

TEST_CASE("a mistake in an address with variables quotes what was typed") {
  CHECK(mistake("bind *:$NOPE") == "'bind' : missing port specification in '*:$NOPE'");
  CHECK(mistake("bind $E") ==
        "'bind' : '$E' resolves to an empty address (environment variable missing?)");
  CHECK(mistake("bind *:\\\\$P") ==
        "'bind' : invalid character '\\' in port number '\\8123' in '*:\\$P'");
  CHECK(errors("backend b\n server a $H:x$P\n", variables).front() ==
        "parsing [a.cfg:2] : 'server b/a' : invalid character 'x' in port number 'x8123' in "
        "'$H:x$P'");
}

TEST_CASE("names of servers and values that are no addresses have no variables") {
  CHECK(of_frontend("bind *:80 name $H").proxies.at(0).binds.at(0).name == "$H");
  CHECK_THAT(errors("backend b\n server $H $H:1\n", variables).front(),
             Catch::Contains("character '$' is not permitted in server name '$H'"));
}

TEST_CASE("a worker reads the configuration with the variables that its master started from") {
  auto from = std::vector<source>{{"a.cfg", "global\n stats socket *:$P\n setenv P 9\n"}};
  auto sealed = seal_sources(from, lines{"P=8", "D=/a"}).value();
  auto unsealed = unseal_sources(sealed.get()).value();
  CHECK(unsealed.environment == lines{"P=8", "D=/a"});
  CHECK(unseal_sources(seal_sources(from).value().get())->environment.empty());
}

} // namespace mw::config::address_variable_test

// Values of -S.
#include "actors/command_line/cli_socket_option.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace mw::cli_socket_option_test {

namespace {

config::listener_settings good(std::string_view value) {
  auto bind = parse_cli_socket(value);
  INFO(value);
  REQUIRE(bind);
  return *bind;
}

std::string error(std::string_view value) {
  auto bind = parse_cli_socket(value);
  INFO(value);
  REQUIRE_FALSE(bind);
  return bind.error();
}

} // namespace

TEST_CASE("an address alone has the defaults of a master CLI") {
  auto bind = good("/run/m.sock");
  CHECK(bind.where == *net::parse_address("/run/m.sock"));
  CHECK(bind.level == access_level::admin);
  CHECK(bind.name.empty());
  CHECK(bind.maxconn == 1024);
  CHECK(bind.socket.backlog == 1024);
  CHECK_FALSE(bind.socket.mode);
  CHECK_FALSE(bind.socket.uid);
  CHECK_FALSE(bind.socket.gid);
  CHECK(bind.socket.interface.empty());
  CHECK_FALSE(bind.socket.v4v6);
  CHECK_FALSE(bind.socket.v6only);
  CHECK(bind.severity == severity_output::none);
  CHECK(bind.first_target == target{});
}

TEST_CASE("every supported option is taken") {
  auto bind = good("ipv6@:8080,mode,0640,uid,1000,gid,1001,level,operator,name,cli one,backlog,5,"
                   "maxconn,7,interface,lo,v4v6,v6only,severity-output,number,target,@2");
  CHECK(bind.where == *net::parse_address("ipv6@:8080"));
  CHECK(bind.socket.mode == mode_t{0640});
  CHECK(bind.socket.uid == uid_t{1000});
  CHECK(bind.socket.gid == gid_t{1001});
  CHECK(bind.level == access_level::oper);
  CHECK(bind.name == "cli one");
  CHECK(bind.socket.backlog == 5);
  CHECK(bind.maxconn == 7);
  CHECK(bind.socket.interface == "lo");
  CHECK(bind.socket.v4v6);
  CHECK(bind.socket.v6only);
  CHECK(bind.severity == severity_output::number);
  CHECK(bind.first_target == target{target::kind::relative, 2});
}

TEST_CASE("a first target is any but a two-way one") {
  CHECK(good("/p,target,@*").first_target == target{target::kind::current});
  CHECK(good("/p,target,@master").first_target == target{});
  for (const std::string wrong : {"1", "@@1", "@x"})
    CHECK(error("/p,target," + wrong) ==
          "-S '/p,target," + wrong +
              "': 'target' expects a prefix such as '@1', '@*' or '@master', got '" + wrong + "'");
}

TEST_CASE("users and groups are looked up by name") {
  auto bind = good("/p,user,root,group,root");
  CHECK(bind.socket.uid == uid_t{0});
  CHECK(bind.socket.gid == gid_t{0});
}

TEST_CASE("empty items are skipped and of a repeated option the last holds") {
  auto bind = good(",/p,,level,user,,level,,operator,");
  CHECK(bind.where == *net::parse_address("/p"));
  CHECK(bind.level == access_level::oper);
}

TEST_CASE("a value without an address is an error") {
  CHECK(error("") == "-S '': an address is expected");
  CHECK(error(",,") == "-S ',,': an address is expected");
}

TEST_CASE("a wrong address is an error that says why") {
  CHECK(error("127.0.0.1,level,user") ==
        "-S '127.0.0.1,level,user': missing port specification in '127.0.0.1'");
}

TEST_CASE("options without their value have HAProxy's errors") {
  CHECK(error("/p,level") == "-S '/p,level': 'level' : missing level");
  CHECK(error("/p,mode,,") ==
        "-S '/p,mode,,': 'mode' : missing or invalid mode '' (octal integer expected)");
  CHECK(error("/p,uid") == "-S '/p,uid': 'uid' : missing value");
  CHECK(error("/p,gid") == "-S '/p,gid': 'gid' : missing value");
  CHECK(error("/p,user") == "-S '/p,user': 'user' : missing user name");
  CHECK(error("/p,group") == "-S '/p,group': 'group' : missing group name");
  CHECK(error("/p,name") == "-S '/p,name': 'name' : missing name");
  CHECK(error("/p,backlog") == "-S '/p,backlog': 'backlog' : missing value");
  CHECK(error("/p,maxconn") == "-S '/p,maxconn': 'maxconn' : missing value");
  CHECK(error("/p,interface") == "-S '/p,interface': 'interface' : missing interface name");
  CHECK(error("/p,severity-output") ==
        "-S '/p,severity-output': 'severity-output' : missing severity format");
}

TEST_CASE("wrong values have HAProxy's errors where it has them") {
  CHECK(error("/p,level,foo") ==
        "-S '/p,level,foo': 'level' only supports 'user', 'operator', and 'admin' (got 'foo')");
  CHECK(error("/p,level,Admin") ==
        "-S '/p,level,Admin': 'level' only supports 'user', 'operator', and 'admin' (got 'Admin')");
  CHECK(error("/p,severity-output,foo") == "-S '/p,severity-output,foo': 'severity-output' only "
                                           "supports 'none', 'number', and 'string' (got 'foo')");
  CHECK(error("/p,mode,9z") ==
        "-S '/p,mode,9z': 'mode' : missing or invalid mode '9z' (octal integer expected)");
  CHECK(error("/p,name,a,mode,10000") == "-S '/p,name,a,mode,10000': 'mode' : missing or invalid "
                                         "mode '10000' (octal integer expected)");
  CHECK(error("/p,user,no such one") ==
        "-S '/p,user,no such one': 'user' : unknown user name 'no such one'");
  CHECK(error("/p,group,no such one") ==
        "-S '/p,group,no such one': 'group' : unknown group name 'no such one'");
}

TEST_CASE("values that HAProxy would take for 0 are errors") {
  CHECK(error("/p,uid,abc") == "-S '/p,uid,abc': 'uid' expects a number, got 'abc'");
  CHECK(error("/p,uid,4294967295") ==
        "-S '/p,uid,4294967295': 'uid' expects a number, got '4294967295'");
  CHECK(error("/p,gid,-1") == "-S '/p,gid,-1': 'gid' expects a number, got '-1'");
  CHECK(error("/p,backlog,0") == "-S '/p,backlog,0': 'backlog' expects a number above 0, got '0'");
  CHECK(error("/p,maxconn,1x") ==
        "-S '/p,maxconn,1x': 'maxconn' expects a number from 1 to 1000000, got '1x'");
  CHECK(error("/p,maxconn,1000001") ==
        "-S '/p,maxconn,1000001': 'maxconn' expects a number from 1 to 1000000, got '1000001'");
  CHECK(error("/p,interface,sixteen_letters_") ==
        "-S '/p,interface,sixteen_letters_': 'interface' expects a name of at most 15 letters, got "
        "'sixteen_letters_'");
}

TEST_CASE("an unknown option is an error with a suggestion if one is near") {
  CHECK(error("/p,mod,700") ==
        "-S '/p,mod,700': unknown keyword 'mod'. Did you mean 'mode' maybe ?");
  CHECK(error("/p,uid,1,levl,user") ==
        "-S '/p,uid,1,levl,user': unknown keyword 'levl'. Did you mean 'level' maybe ?");
  CHECK(error("/p,mode,700,bar") == "-S '/p,mode,700,bar': unknown keyword 'bar'.");
  CHECK(error("/p,xyz\n") == "-S '/p,xyz?': unknown keyword 'xyz?'.");
}

TEST_CASE("HAProxy's options that do nothing here are refused by name") {
  for (const std::string name : {"namespace", "tfo", "expose-fd", "alpn", "crt-list", "crl-file",
                                 "strict-sni", "id", "nice", "process", "thread"})
    CHECK(error("/p," + name) == fmt::format("-S '/p,{0}': '{0}' is not supported yet", name));
}

TEST_CASE("a header and TLS may stand in front of a session") {
  CHECK(good("/p,accept-proxy").accept_proxy);
  CHECK_FALSE(good("/p").accept_proxy);
  CHECK_FALSE(good("/p").tls.on);
  auto tls = good("/p,ssl,crt,a.pem,ca-file,b.pem,verify,required,ssl-min-ver,TLSv1.2,ssl-max-ver,"
                  "TLSv1.3,ciphers,HIGH,ciphersuites,TLS_AES_128_GCM_SHA256")
                 .tls;
  CHECK(tls.on);
  CHECK(tls.certificate == "a.pem");
  CHECK(tls.ca_file == "b.pem");
  CHECK(tls.verify == net::tls_verification::required);
  CHECK(tls.least_version == net::tls_version("TLSv1.2"));
  CHECK(tls.most_version == net::tls_version("TLSv1.3"));
  CHECK(tls.ciphers == "HIGH");
  CHECK(tls.ciphersuites == "TLS_AES_128_GCM_SHA256");
}

TEST_CASE("TLS that is not whole is an error, and never plain text") {
  auto ours = [](std::string_view options, std::string_view why) {
    auto value = fmt::format("/p,{}", options);
    CHECK(error(value) == fmt::format("-S '{}': {}", value, why));
  };
  ours("ssl", "'ssl' needs a certificate: 'crt'");
  ours("crt,a.pem", "options of TLS, but 'ssl' is not among them");
  ours("ssl,crt,a,verify,required",
       "'verify' needs those who sign the clients' certificates: 'ca-file'");
  ours("ssl,crt,a,crt,b", "more than one 'crt' is not supported yet");
  ours("ssl,crt,a,ssl-min-ver,TLSv1.3,ssl-max-ver,TLSv1.2", "'ssl-max-ver' is below 'ssl-min-ver'");
}

TEST_CASE("wrong options of TLS have HAProxy's errors") {
  CHECK(error("/p,ssl,crt") == "-S '/p,ssl,crt': 'crt' : missing certificate location");
  CHECK(error("/p,ssl,ca-file") == "-S '/p,ssl,ca-file': 'ca-file' : missing CAfile path");
  CHECK(error("/p,ssl,verify") == "-S '/p,ssl,verify': 'verify' : missing verify method");
  CHECK(error("/p,ssl,ssl-min-ver") ==
        "-S '/p,ssl,ssl-min-ver': 'ssl-min-ver' : missing the ssl/tls version");
  CHECK(error("/p,ssl,ssl-min-ver,foo") ==
        "-S '/p,ssl,ssl-min-ver,foo': 'foo' : unknown ssl/tls version");
  CHECK(error("/p,ssl,verify,foo") ==
        "-S '/p,ssl,verify,foo': 'verify' : unknown verify method 'foo', only 'none', 'optional', "
        "and 'required' are supported");
}

TEST_CASE("options that do not fit the kind of address are said to be useless") {
  using lines = std::vector<std::string>;
  CHECK(useless_options(good("/p,mode,600,uid,1")).empty());
  CHECK(useless_options(good("ipv6@:80,v6only,interface,lo")).empty());
  CHECK(useless_options(good("ipv4@127.0.0.1:80,mode,600")) ==
        lines{"-S ipv4@127.0.0.1:80: owner and mode only concern the path of a unix socket"});
  CHECK(useless_options(good("abns@a,gid,1,v6only")) ==
        lines{"-S abns@a: owner and mode only concern the path of a unix socket",
              "-S abns@a: interface, v4v6 and v6only only concern TCP"});
}

} // namespace mw::cli_socket_option_test

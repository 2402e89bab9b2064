// Sections of proxies: mistakes in them.
#include "tests/support/configuration.hpp"

namespace mw::config::proxy_error_test {

namespace {

/// The errors of a section, whose first line has the number 2.
lines section_errors(const std::string& section, const std::string& text) {
  auto found = errors(section + "\n" + text);
  for (auto& one : found) {
    auto end = one.find("] : ");
    REQUIRE(one.starts_with("parsing [a.cfg:"));
    one = one.substr(15, end - 15) + " " + one.substr(end + 4);
  }
  return found;
}

lines warnings(std::string_view text) {
  return good(text).warnings;
}

} // namespace

TEST_CASE("mistakes in defaults are told with HAProxy's words") {
  CHECK(section_errors("defaults", "mode foo\nmode\nmode http\ntimeout\ntimeout foo 1s\n"
                                   "timeout client\ntimeout client abc\ntimeout client 10s extra\n"
                                   "timeout http-request 1s\nretries\nretries x\nretries 3 4\n"
                                   "maxconn x\nbacklog\nbind :80\nserver a 1.2.3.4\n"
                                   "use_backend x\nid 3\n") ==
        lines{"2 unknown proxy mode 'foo'.", "3 unknown proxy mode ''.",
              "4 'mode http' is not supported: the built-in worker relays TCP only",
              "5 'timeout' supports 'client', 'server', 'connect', 'check', 'queue', "
              "'http-keep-alive', 'http-request', 'tunnel', 'tarpit', 'client-fin' and "
              "'server-fin' (got '')",
              "6 'timeout' supports 'client', 'server', 'connect', 'check', 'queue', "
              "'http-keep-alive', 'http-request', 'tunnel', 'tarpit', 'client-fin' and "
              "'server-fin' (got 'foo')",
              "7 'timeout client' expects an integer value (in milliseconds)",
              "8 unexpected character 'a' in 'timeout client'",
              "9 'timeout client' : unexpected extra argument 'extra' after value '10s'.",
              "10 'timeout http-request' is not supported: it is HTTP's",
              "11 'retries' expects an integer argument (dispatch counts for one).",
              "12 'retries' expects an integer argument, got 'x'.",
              "13 'retries' cannot handle unexpected argument '4'.",
              "14 'maxconn' expects an integer argument, got 'x'.",
              "15 'backlog' expects an integer argument.",
              "16 'bind' not allowed in 'defaults' section.",
              "17 'server' not allowed in 'defaults' section.",
              "18 'use_backend' not allowed in 'defaults' section.",
              "19 'id' not allowed in 'defaults' section."});
}

TEST_CASE("unknown keywords and options have a nearest one and known ones are refused by name") {
  CHECK(section_errors("listen l", "blance roundrobin\nxyzzy\nnbproc 4\nhttp-request deny\n"
                                   "monitor-uri /x\noption foo\noption tcpplog\noption httplog\n"
                                   "option\noption tcplog x\nno option tcplog\n"
                                   "option redispatch x\n") ==
        lines{"2 unknown keyword 'blance' in 'listen' section; did you mean 'balance' ?",
              "3 unknown keyword 'xyzzy' in 'listen' section",
              "4 unknown keyword 'nbproc' in 'listen' section",
              "5 'http-request' is not supported in 'listen' section",
              "6 'monitor-uri' is not supported in 'listen' section", "7 unknown option 'foo'.",
              "8 unknown option 'tcpplog'; did you mean 'tcplog' ?",
              "9 'option httplog' is not supported", "10 'option' expects an option name.",
              "11 'option tcplog' cannot handle unexpected argument 'x'.",
              "12 negation/default is not supported for option 'tcplog'.",
              "13 'option redispatch' expects an integer argument, got 'x'."});
}

TEST_CASE("mistakes in bind lines are told with HAProxy's words") {
  CHECK(section_errors("frontend f", "bind\nbind 127.0.0.1\nbind 127.0.0.1:99999\n"
                                     "bind 127.0.0.1:8001 foo\nbind 127.0.0.1:8001 name\n"
                                     "bind 127.0.0.1:8001 maxconn x\nbind :8010-8000\n"
                                     "bind :8001 ssl\nbind :8001 level admin\n"
                                     "bind :8001 mode 9\n") ==
        lines{"2 'bind' expects {<path>|[addr1]:port1[-end1]}{,[addr]:port[-end]}... as arguments.",
              "3 'bind' : missing port specification in '127.0.0.1'",
              "4 'bind' : invalid port '99999'",
              "5 'bind 127.0.0.1:8001' in section 'frontend' : unknown keyword 'foo'.",
              "6 'bind 127.0.0.1:8001' in section 'frontend' : 'name' : missing name",
              "7 'bind 127.0.0.1:8001' in section 'frontend' : 'maxconn' expects a number from 1 "
              "to 1000000, got 'x'",
              "8 'bind' : invalid port range '8010-8000'",
              "9 'bind :8001' in section 'frontend' : 'ssl' is not supported yet",
              "10 'bind :8001' in section 'frontend' : 'level' has no effect here: it belongs to "
              "'stats socket'",
              "11 'bind :8001' in section 'frontend' : 'mode' : missing or invalid mode '9' (octal "
              "integer expected)"});
}

TEST_CASE("mistakes in switching rules are told with HAProxy's words") {
  const std::string at = "error detected while parsing switching rule : ";
  CHECK(section_errors("listen f", "bind :8001\nuse_backend\nuse_backend f if\nuse_backend f if x\n"
                                   "use_backend f if { src }\nuse_backend f if { srcc 1.2.3.4 }\n"
                                   "use_backend f if { src 1.2.3.4\n"
                                   "use_backend f if { src 1.2.3.4/99 }\n"
                                   "use_backend f if { dst_port x }\n"
                                   "use_backend f if { src -f file }\n"
                                   "use_backend f unlesss { src 1.2.3.4 }\n"
                                   "use_backend f if TRUE ||\ndefault_backend\n"
                                   "default_backend f g\n") ==
        lines{"3 'use_backend' expects a backend name.", "4 " + at + "missing condition.",
              "5 " + at + "no such ACL : 'x'.",
              "6 " + at + "no pattern to match against in ACL expression 'src'.",
              "7 " + at + "unknown fetch method 'srcc' in ACL expression 'srcc'.",
              "8 " + at + "missing closing '}' in condition.",
              "9 " + at + "'1.2.3.4/99' is not a valid IPv4 or IPv6 address.",
              "10 " + at + "'x' is not a number.",
              "11 " + at + "the flag '-f' is not supported in ACL expression 'src'.",
              "12 unexpected keyword 'unlesss' after switching rule, only 'if' and 'unless' are "
              "allowed.",
              "13 " + at + "missing condition.", "14 'default_backend' expects a backend name.",
              "15 'default_backend' cannot handle unexpected argument 'g'."});
}

TEST_CASE("mistakes in server lines are told with HAProxy's words") {
  const std::string d = "'server foo/d' : ";
  CHECK(section_errors("backend foo", "server\nserver a\nserver a/b 127.0.0.1:1\n"
                                      "server d 127.0.0.1:x\nserver d 127.0.0.1:99999\n"
                                      "server d 127.0.0.1:80 chec\nserver d 127.0.0.1:80 weight\n"
                                      "server d 127.0.0.1:80 weight 257\n"
                                      "server d 127.0.0.1:80 inter 0\n"
                                      "server d 127.0.0.1:80 inter x\n"
                                      "server d 127.0.0.1:80 rise 0\nserver d 127.0.0.1:80 port\n"
                                      "server d 127.0.0.1:80 on-marked-down foo\n"
                                      "server d 127.0.0.1:80 id 0\nserver d 127.0.0.1:80 ssl\n"
                                      "server d 127.0.0.1:80-90\nserver d fd@3\n"
                                      "server d nosuch.invalid:80\nserver d *:80\n"
                                      "default-server\ndefault-server wieght 3\n"
                                      "server d 127.0.0.1:80 pool-max-conn 3\n") ==
        lines{"2 'server' expects <name> and <addr>[:<port>] as arguments.",
              "3 'server' expects <name> and <addr>[:<port>] as arguments.",
              "4 character '/' is not permitted in server name 'a/b'.",
              "5 " + d + "invalid character 'x' in port number 'x' in '127.0.0.1:x'",
              "6 " + d + "invalid port '99999'",
              "7 " + d + "unknown keyword 'chec'; did you mean 'check' ?",
              "8 " + d + "'weight' expects an integer argument.",
              "9 " + d + "weight of server d is not within 0 and 256 (257).",
              "10 " + d + "invalid value 0 for argument 'inter' of server d.",
              "11 " + d + "unexpected character 'x' in 'inter' argument of server d.",
              "12 " + d + "'rise' has to be > 0.",
              "13 " + d + "'port' expects a port number as argument.",
              "14 " + d + "'on-marked-down' expects 'shutdown-sessions' but got 'foo'.",
              "15 " + d + "'id' : custom id has to be > 0.",
              "16 " + d + "'ssl' is not supported",
              "17 " + d + "port range not permitted here in '127.0.0.1:80-90'",
              "18 " + d + "an address of this kind is not acceptable here in 'fd@3'",
              "19 " + d + "could not resolve address 'nosuch.invalid'",
              "20 " + d + "'*:80' is not supported: a server needs an address of its own",
              "21 'default-server' expects options of servers as arguments.",
              "22 'default-server' : unknown keyword 'wieght'; did you mean 'weight' ?",
              "23 " + d + "'pool-max-conn' is not supported"});
}

TEST_CASE("mistakes in health checks and in balance are told by name") {
  const std::string expect = "'tcp-check expect' : ";
  CHECK(section_errors("backend foo", "tcp-check\ntcp-check comment x\ntcp-check connect ssl\n"
                                      "tcp-check connect port 0\ntcp-check send\n"
                                      "tcp-check send foo bar\ntcp-check send-binary xx\n"
                                      "tcp-check send-binary 1\ntcp-check expect\n"
                                      "tcp-check expect status 200\ntcp-check expect string\n"
                                      "tcp-check expect rstring (\nbalance foo\nbalance uri\n"
                                      "balance random(x)\nbalance random(0)\nbalance random(2\n"
                                      "hash-type foo\nhash-type consistent wt6\n"
                                      "load-server-state-from-file foo\n") ==
        lines{"2 'tcp-check' only supports 'connect', 'send', 'send-binary' and 'expect' (got '')",
              "3 'tcp-check' only supports 'connect', 'send', 'send-binary' and 'expect' (got "
              "'comment')",
              "4 'tcp-check connect' : only 'comment', 'port' and 'send-proxy' are supported, got "
              "'ssl'.",
              "5 'tcp-check connect' : 'port' expects a TCP port from 1 to 65535.",
              "6 'tcp-check send' : expects what is to be sent as argument.",
              "7 'tcp-check send' : expects 'comment' but got 'bar' as argument.",
              "8 'tcp-check send-binary' : 'xx' invalid binary string (an hex digit is expected "
              "(found 'xx')).",
              "9 'tcp-check send-binary' : '1' invalid binary string (an even number of hex digit "
              "is expected).",
              "10 " + expect + "expects at least a matching pattern as arguments.",
              "11 " + expect +
                  "only '[!] string', '[!] rstring' and '[!] binary' are supported, "
                  "got 'status'.",
              "12 " + expect + "'string' expects a <pattern> as argument.",
              "13 " + expect +
                  "regex '(' is invalid (error=missing closing parenthesis, erroffset=1).",
              "14 balance only supports 'roundrobin', 'static-rr', 'leastconn', 'first', 'source' "
              "and 'random' options (got 'foo').",
              "15 'balance uri' is not supported",
              "16 balance random : unexpected character 'x' after argument.",
              "17 balance random : number of draws must be at least 1.",
              "18 balance random : missing closing parenthesis.",
              "19 'hash-type' only supports 'consistent' and 'map-based'.",
              "20 'hash-type consistent wt6' is not supported: only the default function is",
              "21 'load-server-state-from-file' expects 'global', 'local', 'master' or 'none'. Got "
              "'foo'"});
}

TEST_CASE("mistakes in log lines are told with HAProxy's words") {
  CHECK(section_errors("global", "log\nlog 127.0.0.1\nlog 127.0.0.1 local9\n"
                                 "log 127.0.0.1 local0 foo\nlog 127.0.0.1 len 10 local0\n"
                                 "log 127.0.0.1 format foo local0\n"
                                 "log 127.0.0.1:514 local0 info debug extra\n"
                                 "log ring@x local0\nmaxconn\nmaxconn abc\nserver-state-file\n") ==
        lines{"2 log : expects <address> and <facility> as arguments",
              "3 log : expects <address> and <facility> as arguments",
              "4 log : unknown log facility 'local9'", "5 log : unknown optional log level 'foo'",
              "6 log : invalid log length '10', must be between 80 and 65535",
              "7 log : unknown log format 'foo'",
              "8 log : cannot handle unexpected argument 'extra'",
              "9 log : the target 'ring@x' is not supported",
              "10 'maxconn' expects an integer argument.",
              "11 'maxconn' expects a number from 1 to 10000000, got 'abc'.",
              "12 'server-state-file' expect one argument: a file path."});
}

TEST_CASE("what lines say together is checked when all are read") {
  CHECK(
      errors("frontend f1\n"
             "  bind 127.0.0.1:8001\n"
             "  default_backend nosuch\n"
             "  use_backend f1 if TRUE\n"
             "listen l\n"
             "  bind 127.0.0.1:8000-8005\n"
             "  server a 127.0.0.1:1\n"
             "  server a 127.0.0.1:2 id 7\n"
             "  server b 127.0.0.1 check id 7\n"
             "frontend l\n"
             "  id 2\n"
             "backend f1\n"
             "  id 2\n"
             "defaults d\n"
             "defaults d\n"
             "backend x from d\n"
             "backend y from e\n"
             "backend z/z\n") ==
      lines{"parsing [a.cfg:16] : ambiguous defaults section name 'd' referenced by backend 'x' "
            "exists at least at a.cfg:14 and a.cfg:15.",
            "parsing [a.cfg:17] : defaults section 'e' not found for backend 'y'.",
            "parsing [a.cfg:18] : character '/' is not permitted in 'backend' name 'z/z'.",
            "parsing [a.cfg:3] : Proxy 'f1': unable to find required default_backend: 'nosuch'.",
            "parsing [a.cfg:8] : proxy 'l', another server named 'a' was already defined at line "
            "7, please use distinct names.",
            "parsing [a.cfg:9] : 'server l/b' : 'id' : custom id 7 already used at a.cfg:8 "
            "('server a')",
            "parsing [a.cfg:9] : proxy 'l': server 'b' has neither service port nor check port "
            "nor tcp_check rule 'connect' with port information.",
            "parsing [a.cfg:6] : 'bind' : 'ipv4@127.0.0.1:8000-8005' is the address of the 'bind' "
            "at a.cfg:2 too",
            "parsing [a.cfg:10] : frontend 'l' has the same name as proxy 'l' declared at a.cfg:5.",
            "parsing [a.cfg:12] : backend f1 reuses same custom id as frontend l (declared at "
            "a.cfg:10)."});
}

TEST_CASE("what has no effect in a section is a warning and so is what is missing") {
  CHECK(
      warnings("frontend f\n"
               "  timeout server 3s\n"
               "  retries 3\n"
               "  fullconn 3\n"
               "  option redispatch\n"
               "  option tcplog\n"
               "backend b\n"
               "  bind 127.0.0.1:8001\n"
               "  maxconn 3\n"
               "  timeout client 3s\n"
               "  server a 127.0.0.1:1\n") ==
      lines{
          "parsing [a.cfg:2] : 'timeout server' will be ignored because frontend 'f' has no "
          "backend capability",
          "parsing [a.cfg:3] : 'retries' ignored because frontend 'f' has no backend capability.",
          "parsing [a.cfg:4] : 'fullconn' ignored because frontend 'f' has no backend capability. "
          "Maybe you want 'maxconn' instead ?",
          "parsing [a.cfg:5] : 'redispatch' ignored because frontend 'f' has no backend "
          "capability.",
          "parsing [a.cfg:8] : 'bind' ignored because backend 'b' has no frontend capability.",
          "parsing [a.cfg:9] : 'maxconn' ignored because backend 'b' has no frontend capability. "
          "Maybe you want 'fullconn' instead ?",
          "parsing [a.cfg:10] : 'timeout client' will be ignored because backend 'b' has no "
          "frontend capability",
          "frontend 'f' has no 'bind' directive. Please declare it as a backend if this was "
          "intended.",
          "missing timeouts for frontend 'f': 'client', 'connect' and 'server' should all be set "
          "to a non-zero value.",
          "log format ignored for frontend 'f' since it has no log address.",
          "missing timeouts for backend 'b': 'client', 'connect' and 'server' should all be set "
          "to a non-zero value."});
}

TEST_CASE("a server may not stand in a frontend") {
  CHECK(section_errors("frontend f", "bind :8001\nserver a 127.0.0.1:1\n") ==
        lines{"3 'server' not allowed because frontend 'f' has no backend capability."});
}

} // namespace mw::config::proxy_error_test

// TLS and PROXY headers in front of a session of the real program. The clients are openssl's and
// socat's.
#include "tests/clients/echo_server.hpp"
#include "tests/programs/service.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <unistd.h>

using namespace mw;
using namespace mw::test;

namespace {

/// Runs a shell's command, which is ended if it takes too long. Returns what it prints.
std::string said_by(const std::string& command) {
  auto bounded = fmt::format("timeout {} sh -c '{}' 2>&1",
                             std::chrono::duration_cast<seconds>(patience).count(), command);
  auto close = [](FILE* stream) { ::pclose(stream); };
  auto stream = std::unique_ptr<FILE, decltype(close)>{::popen(bounded.c_str(), "r"), close};
  REQUIRE(stream);
  auto all = std::string{};
  auto buffer = std::array<char, 4096>{};
  for (size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), stream.get())) > 0;)
    all.append(buffer.data(), got);
  return all;
}

/// Certificates that sign themselves: `server.pem` and `client.pem`, each with its key, and
/// `other.pem` with the server's certificate and the client's key.
struct certificates {
  certificates() {
    for (const std::string name : {"server", "client"}) {
      said_by(fmt::format("cd {0} && openssl req -x509 -newkey rsa:2048 -nodes -keyout {1}.key "
                          "-out {1}.crt -subj /CN={1} -days 2 && cat {1}.crt {1}.key > {1}.pem",
                          folder.path(), name));
      REQUIRE(read_file(folder / (name + ".pem")).find("PRIVATE KEY") != std::string::npos);
    }
    write_file(folder / "other.pem",
               read_file(folder / "server.crt") + read_file(folder / "client.key"));
  }

  temporary_folder folder;
};

/// A master whose CLI speaks TLS on a unix socket.
struct tls_service {
  explicit tls_service(const std::string& more = {})
      : master({.bind_options = fmt::format(",ssl,crt,{}{}", pem.folder / "server.pem", more)}) {}

  /// Says a text by openssl's client; `words` are more of its options.
  std::string ask(std::string_view text, std::string_view words = "") const {
    return said_by(fmt::format("printf \"{}\" | openssl s_client -quiet -unix {} {}", text,
                               master.path(), words));
  }

  certificates pem;
  service master;
};

/// Starts with these words behind the address, which must fail. Returns the program's words.
std::string refused(const temporary_folder& folder, const std::string& options) {
  write_file(folder / "mw.cfg", "global\n");
  auto ended = run({.arguments = {"-S", folder / "cli" + options, "-f", folder / "mw.cfg"}});
  CHECK(ended.code == 1);
  CHECK_FALSE(std::filesystem::exists(folder / "cli"));
  return ended.errors;
}

} // namespace

TEST_CASE("a CLI speaks TLS, from the first command to the end") {
  auto cli = tls_service{};
  CHECK_THAT(cli.ask("prompt\\n@1 show version\\nquit\\n"),
             Catch::Contains("\n" MW_VERSION "\n\nmaster> ") || Catch::Contains("> " MW_VERSION));
  CHECK_THAT(cli.ask("show version\\nquit\\n", "-tls1_2"), Catch::Contains(MW_VERSION));
  CHECK_THAT(cli.ask("show version\\nquit\\n", "-tls1_3"), Catch::Contains(MW_VERSION));
}

TEST_CASE("megabytes of commands and answers go over TLS whole") {
  auto cli = tls_service{};
  constexpr auto commands = size_t{5000};
  const auto text = std::string(1000, 'x');
  auto count = said_by(fmt::format("(yes \"echo {}\" | head -n {}; echo quit) | "
                                   "openssl s_client -quiet -unix {} 2>/dev/null | wc -c",
                                   text, commands, cli.master.path()));
  CHECK(std::stoul(count) == commands * (text + "\n\n").size());
}

TEST_CASE("what is no TLS is closed with one line that names the client and the reason") {
  auto cli = tls_service{};
  auto client = cli.master.connect();
  client.send("show version\n");
  auto got = client.read_to_end();
  CHECK(got.find(MW_VERSION) == std::string::npos);
  cli.master.process().await_error(
      fmt::format("pid={}: the connection is closed: TLS handshake: ", ::getpid()));
}

TEST_CASE("a client shows a certificate that the CLI trusts, or is not let in") {
  auto pem = certificates{};
  auto master =
      service{{.bind_options = fmt::format(",ssl,crt,{},ca-file,{},verify,required",
                                           pem.folder / "server.pem", pem.folder / "client.crt")}};
  auto ask = [&](const std::string& words) {
    return said_by(
        fmt::format("printf \"show version\\nquit\\n\" | openssl s_client -quiet -unix {} {}",
                    master.path(), words));
  };
  CHECK_THAT(ask(fmt::format("-cert {0}/client.crt -key {0}/client.key", pem.folder.path())),
             Catch::Contains("\n" MW_VERSION "\n"));
  CHECK(ask("").find("\n" MW_VERSION "\n") == std::string::npos);
  master.process().await_error("peer did not return a certificate");
  auto stranger = fmt::format("-cert {0}/server.crt -key {0}/server.key", pem.folder.path());
  CHECK(ask(stranger).find("\n" MW_VERSION "\n") == std::string::npos);
  master.process().await_error("certificate verify failed");
}

TEST_CASE("a certificate that cannot be used refuses the start, and names the file") {
  auto pem = certificates{};
  auto crt = [&](const std::string& file, const std::string& more = "") {
    return refused(pem.folder, ",ssl,crt," + (pem.folder / file) + more);
  };
  CHECK_THAT(crt("none.pem"), Catch::Contains("'crt' : cannot read '" + (pem.folder / "none.pem") +
                                              "': No such file or directory"));
  CHECK_THAT(crt("other.pem"),
             Catch::Contains("inconsistencies between private key and certificate"));
  CHECK_THAT(crt("server.key"), Catch::Contains("unable to load certificate"));
  write_file(pem.folder / "alone.pem", read_file(pem.folder / "server.crt"));
  CHECK_THAT(crt("alone.pem"), Catch::Contains("No Private Key found in"));
  said_by(fmt::format("cd {} && openssl rsa -aes128 -passout pass:word -in server.key -out "
                      "locked.key && cat server.crt locked.key > locked.pem",
                      pem.folder.path()));
  CHECK_THAT(crt("locked.pem"), Catch::Contains("the private key in '" +
                                                (pem.folder / "locked.pem") + "' is encrypted"));
  CHECK_THAT(crt("server.pem", ",ca-file," + (pem.folder / "server.key")),
             Catch::Contains("'ca-file' : unable to load"));
}

TEST_CASE("a reload renews the certificate for new clients and a bad one changes nothing") {
  auto cli = tls_service{};
  auto shown = [&] { return cli.ask("quit\\n"); };
  auto replace_by = [&](const std::string& file) {
    write_file(cli.pem.folder / "server.pem", read_file(cli.pem.folder / file));
  };
  auto reload = [&] { return cli.ask("reload\\n"); };
  CHECK_THAT(shown(), Catch::Contains("CN = server"));
  replace_by("client.pem");
  CHECK_THAT(shown(), Catch::Contains("CN = server"));
  CHECK_THAT(reload(), Catch::Contains("CN = server") && Catch::Contains("Success=1\n"));
  CHECK_THAT(shown(), Catch::Contains("CN = client"));
  replace_by("other.pem");
  CHECK_THAT(reload(), Catch::Contains("CN = client") && Catch::Contains("Success=0\n") &&
                           Catch::Contains("inconsistencies between private key and certificate"));
  CHECK_THAT(shown(), Catch::Contains("CN = client"));
  auto bind = fmt::format("{},ssl,crt,{}", cli.pem.folder / "s", cli.pem.folder / "server.pem");
  auto checked = run({.arguments = {"-c", "-S", bind, "-f", cli.master.folder() / "mw.cfg"}});
  CHECK(checked.code == 1);
  CHECK_THAT(checked.errors, Catch::Contains("inconsistencies between private key"));
}

TEST_CASE("TLS follows the PROXY header, whose client the log names") {
  auto pem = certificates{};
  auto master =
      service{{.bind_options = fmt::format(",accept-proxy,ssl,crt,{}", pem.folder / "server.pem")}};
  auto client = cli_client{master.path()};
  client.send("PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\nno TLS\n");
  client.read_to_end();
  master.process().await_error("from=192.0.2.1:4711: the connection is closed: TLS handshake: ");
}

TEST_CASE("the log has the client that the PROXY header names") {
  auto master = service{{.bind_options = ",accept-proxy"}};
  CHECK(master.process().errors().find("192.0.2.1") == std::string::npos);
  CHECK(master.talk("PROXY TCP4 192.0.2.1 192.0.2.2 4711 80\r\nshow version\n") == MW_VERSION
        "\n\n");
  master.process().await_error(
      "from=192.0.2.1:4711 level=admin target=@master command=\"show version\"");
  CHECK(master.talk("show version\n").empty());
  master.process().await_error("the connection is closed: its PROXY header is malformed");
}

TEST_CASE("a new master takes over the path of the one that -sf names") {
  auto old = service{};
  auto cfg = old.folder() / "mw.cfg";
  auto refused_one = run({.arguments = {"-S", old.path(), "-f", cfg}});
  CHECK(refused_one.code == 1);
  CHECK_THAT(refused_one.errors, Catch::Contains("a live process serves it already"));
  auto pid = std::to_string(old.process().pid());
  auto successor = program{{.arguments = {"-S", old.path(), "-f", cfg, "-sf", pid}}};
  successor.await_error("Loading success.");
  CHECK(old.process().await_end().number() == 0);
  CHECK_THAT(talk(old.path(), "show proc\n"),
             Catch::Contains(fmt::format("\n{} ", successor.pid())));
}

TEST_CASE("a new master has the port of the one that -sf names, and no client sees a closed one") {
  auto free = open_one("127.0.0.1:0").where().port;
  auto balancing = fmt::format("global\n  nbproc 1\ndefaults\n  timeout client 1m\n"
                               "  timeout server 1m\n  timeout connect 10s\n"
                               "listen l\n  bind 127.0.0.1:{}\n  server s unix@FOLDER/server\n",
                               free);
  auto old = service{{.configuration = balancing}};
  auto server = echo_server{old.folder() / "server"};
  auto echoes = [](cli_client& client) {
    client.send("line\n");
    return client.read_until("\n") == "line\n";
  };
  auto before = cli_client{free};
  CHECK(echoes(before));
  auto pid = std::to_string(old.process().pid());
  auto successor =
      program{{.arguments = {"-S", old.path(), "-f", old.folder() / "mw.cfg", "-sf", pid}}};
  successor.await_error("Loading success.");
  auto meanwhile = cli_client{free};
  CHECK(echoes(meanwhile));
  CHECK(echoes(before));
  CHECK(old.process().runs());
  { auto closed = std::move(before); }
  { auto closed = std::move(meanwhile); }
  CHECK(old.process().await_end().number() == 0);
  auto after = cli_client{free};
  CHECK(echoes(after));
}

// The effects of the options of -S on the real socket and its sessions.
#include "tests/programs/service.hpp"
#include "tests/support/sockets.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace mw;
using namespace mw::test;

namespace {

constexpr uid_t some_user = 12'345;

/// A listening socket on a port that the kernel has chosen.
struct inherited_port {
  inherited_port() : socket(make_socket(AF_INET)) {
    auto name = sockaddr_in{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind_to(socket, name);
    REQUIRE(::listen(socket.get(), 16) == 0);
    auto size = socklen_t{sizeof name};
    REQUIRE(::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&name), &size) == 0);
    number = ntohs(name.sin_port);
  }

  unique_fd socket;
  uint16_t number = 0;
};

bool is_root() {
  return ::geteuid() == 0;
}

} // namespace

TEST_CASE("mode, uid and gid of a socket's path are as the command line says") {
  auto uid = is_root() ? some_user : ::geteuid();
  auto gid = is_root() ? some_user + 1 : ::getegid();
  auto master = service{{.bind_options = fmt::format(",mode,640,uid,{},gid,{}", uid, gid)}};
  auto path = status_of(master.path());
  CHECK((path.st_mode & 07777) == 0640);
  CHECK(path.st_uid == uid);
  CHECK(path.st_gid == gid);
  CHECK(master.talk("show version\n") == MW_VERSION "\n\n");
}

TEST_CASE("an owner that may not be given is an error, and no file is left") {
  if (!is_root()) {
    WARN("not checked: only root can start the program as a user without rights");
    return;
  }
  auto folder = temporary_folder{};
  REQUIRE(::chown(folder.path().c_str(), some_user, some_user) == 0);
  auto cfg = temporary_folder{};
  write_file(cfg / "mw.cfg", "global\n");
  REQUIRE(::chmod(cfg.path().c_str(), 0755) == 0);
  auto user = std::to_string(some_user);
  auto ended =
      run({.arguments = {"-S", folder / "cli,uid,0", "-f", cfg / "mw.cfg"},
           .in_front = {"/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups"}});
  CHECK_THAT(ended.errors, Catch::Contains("cannot listen on '" + (folder / "cli") +
                                           "': cannot set its owner: Operation not permitted"));
  CHECK(ended.code == 1);
  CHECK(folder.names().empty());
}

TEST_CASE("several sockets are served at once, each with its own level") {
  auto folder = temporary_folder{};
  auto cfg = folder / "mw.cfg";
  write_file(cfg, "global\n");
  auto master = program{{.arguments = {"-S", folder / "a", "-S", folder / "o,level,operator", "-S",
                                       folder / "u,level,user", "-f", cfg}}};
  master.await_error("Loading success.");
  for (auto [name, level] : {std::pair{"a", "admin"}, {"o", "operator"}, {"u", "user"}})
    CHECK(talk(folder / name, "show cli level;@1 show cli level;@@1 show cli level\n") ==
          fmt::format("{0}\n\n{0}\n\n{0}\n\n", level));
  auto socket = [&](std::string_view name, std::string_view level) {
    return fmt::format("unix@{} {} all\n", folder / std::string{name}, level);
  };
  CHECK(talk(folder / "a", "show cli sockets\n") ==
        "# socket lvl processes\n" + socket("a", "admin") + socket("o", "operator") +
            socket("u", "user") + "\n");
}

TEST_CASE("a user's session gets no more than its level allows, by any way") {
  auto master = service{{.bind_options = ",level,user"}};
  CHECK(master.talk("show proc\n") == "Permission denied\n\n");
  CHECK(master.talk("show env HOME\n") == "Permission denied\n\n");
  CHECK(master.talk("@1 show env HOME\n") == "Permission denied\n\n");
  CHECK(master.talk("@1;show env HOME\n") == "Permission denied\n\n");
  CHECK(master.talk("@@1 show env HOME\n") == "Permission denied\n\n");
  CHECK(master.talk("@@ show proc\n") == "Permission denied\n\n");
  CHECK(master.talk("operator\n") == "Permission denied!\n");
}

TEST_CASE("an inherited TCP socket is served") {
  auto folder = temporary_folder{};
  auto port = inherited_port{};
  write_file(folder / "mw.cfg", "global\n");
  auto master = program{{.arguments = {"-S", "fd@7", "-f", folder / "mw.cfg"},
                         .descriptors = {{port.socket.get(), 7}}}};
  master.await_error("Loading success.");
  auto client = cli_client{port.number};
  client.send("prompt;@1 show version\n");
  CHECK(client.read_until("master> ") == "master> ");
  CHECK(client.read_until("master> ") == MW_VERSION "\n\nmaster> ");
}

TEST_CASE("the socket's file goes with the master") {
  auto master = service{};
  CHECK(master.folder().names() == std::vector<std::string>{"cli", "mw.cfg"});
  master.process().signal(SIGTERM);
  CHECK(master.process().await_end().number() == 0);
  CHECK(master.folder().names() == std::vector<std::string>{"mw.cfg"});
}

TEST_CASE("with -V the operator reads what the CLI listens on, by the name of the -S") {
  auto master = service{{.bind_options = ",name,main,level,operator", .arguments = {"-V"}}};
  CHECK_THAT(master.process().errors(),
             Catch::Contains("CLI 'main' on unix@") &&
                 Catch::Contains(", level operator, at most 1024 sessions"));
}

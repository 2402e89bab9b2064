// Unix sockets: the path as clients see it, and its state when binding fails.
#include "net/listen/unix_listener.hpp"
#include "tests/support/sockets.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <fstream>
#include <thread>

#include <linux/capability.h>
#include <sys/syscall.h>

namespace mw::unix_listener_test {

using names = std::vector<std::string>;

namespace {

/// Runs in a thread without root's powers, which only that thread loses.
template <class Function>
void without_powers(Function function) {
  std::thread([&] {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct none[2] = {};
    ::syscall(SYS_capset, &header, none);
    function();
  }).join();
}

} // namespace

TEST_CASE("a unix path is served as soon as it is there", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  auto listener = open_one(path);
  CHECK(serves(path));
  CHECK(folder.names() == names{"m.sock"});
  CHECK(is_private_and_non_blocking(listener.fd()));
  CHECK(to_string(listener.where()) == "unix@" + path);
}

TEST_CASE("mode and owner are those asked for", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  listen_options options;
  options.mode = 0620;
  options.uid = ::geteuid();
  options.gid = ::getegid();
  auto listener = open_one(path, options);
  auto status = status_of(path);
  CHECK(status.st_mode == (S_IFSOCK | 0620));
  CHECK(status.st_uid == ::geteuid());
  CHECK(status.st_gid == ::getegid());
}

TEST_CASE("without a mode the umask decides", "[unix_listener]") {
  temporary_folder folder;
  auto before = ::umask(027);
  auto listener = open_at(folder / "m.sock");
  ::umask(before);
  REQUIRE(listener);
  CHECK(status_of(folder / "m.sock").st_mode == (S_IFSOCK | 0750));
}

TEST_CASE("the longest path leaves room for the temporary name", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / std::string(net::max_unix_path - folder.path().size() - 1, 'p');
  auto listener = open_one(path);
  CHECK(serves(path));
  net::address longer = listener.where();
  longer.path += "p";
  auto refused = net::open_listeners(longer, {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error() == "cannot listen on '" + longer.path + "': the path is too long (max 97)");
}

TEST_CASE("a path that a live process serves is refused and goes on being served",
          "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  auto first = open_one(path);
  auto inode = status_of(path).st_ino;
  CHECK(error_at(path) ==
        fmt::format("cannot listen on '{}': a live process serves it already (pid {})", path,
                    ::getpid()));
  CHECK(status_of(path).st_ino == inode);
  CHECK(folder.names() == names{"m.sock"});
  CHECK(serves(path));
}

TEST_CASE("a live process with a full backlog is live", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  listen_options options;
  options.backlog = 0;
  auto first = open_one(path, options);
  std::vector<unique_fd> clients;
  do
    clients.push_back(make_socket(AF_UNIX));
  while (connect_to(clients.back(), unix_name(path)));
  REQUIRE(errno == EAGAIN);
  CHECK(error_at(path) == "cannot listen on '" + path + "': a live process serves it already");
}

TEST_CASE("a datagram socket in use is live", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "log";
  auto log = make_socket(AF_UNIX, SOCK_DGRAM);
  bind_to(log, unix_name(path));
  CHECK(error_at(path) == "cannot listen on '" + path + "': a live process serves it already");
}

TEST_CASE("a stale socket is replaced", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  make_stale(path);
  auto listener = open_one(path);
  CHECK(serves(path));
  CHECK(folder.names() == names{"m.sock"});
}

TEST_CASE("what is no socket is never deleted", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  SECTION("a file") {
    std::ofstream(path) << "precious\n";
  }
  SECTION("a folder") {
    REQUIRE(::mkdir(path.c_str(), 0700) == 0);
  }
  SECTION("a symlink, even to a stale socket") {
    make_stale(folder / "m.sock.real");
    REQUIRE(::symlink("m.sock.real", path.c_str()) == 0);
  }
  auto before = folder.names();
  auto inode = status_of(path).st_ino;
  CHECK(error_at(path) == "cannot listen on '" + path + "': it exists and is no socket");
  CHECK(folder.names() == before);
  CHECK(status_of(path).st_ino == inode);
}

TEST_CASE("a missing folder is one clear line", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "missing/m.sock";
  CHECK(error_at(path) == "cannot listen on '" + path + "': No such file or directory");
}

TEST_CASE("an owner that cannot be given leaves nothing behind", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  listen_options options;
  SECTION("a user") {
    options.uid = ::geteuid() + 1;
  }
  SECTION("a group") {
    options.gid = ::getegid() + 54321;
  }
  std::string error;
  without_powers([&] { error = error_at(path, options); });
  CHECK(error == "cannot listen on '" + path + "': cannot set its owner: Operation not permitted");
  CHECK(folder.names().empty());
}

TEST_CASE("a folder that may not be written to is one clear line", "[unix_listener]") {
  temporary_folder folder;
  auto path = folder / "m.sock";
  REQUIRE(::chmod(folder.path().c_str(), 0500) == 0);
  std::string error;
  without_powers([&] { error = error_at(path); });
  CHECK(error == "cannot listen on '" + path + "': Permission denied");
}

TEST_CASE("abns is padded to the whole name, abnsz is exact", "[unix_listener]") {
  temporary_folder unique;
  auto name = unique.path().substr(1);
  auto whole = unix_name(std::string(1, '\0') + name);
  auto exact = offsetof(sockaddr_un, sun_path) + 1 + name.size();
  auto form = GENERATE(std::string("abns@"), std::string("abnsz@"));
  auto listener = open_one(form + name);
  bool padded = form == "abns@";
  CHECK(to_string(listener.where()) == form + name);
  CHECK(connect_to(make_socket(AF_UNIX), whole) == padded);
  CHECK(connect_to(make_socket(AF_UNIX), whole, exact) == !padded);
  CHECK(error_at(form + name) == "cannot listen on '" + form + name + "': Address already in use");
}

} // namespace mw::unix_listener_test

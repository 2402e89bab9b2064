// The same conversation with two masters: see differential.hpp.
#include "tests/system/difference/differential.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <thread>

#include <linux/sockios.h>
#include <sys/ioctl.h>

namespace mw::test {

namespace {

// No script has a command that takes long.
constexpr auto answer_limit = seconds{10};
// A program that has not read a piece by then may get it together with the next one.
constexpr auto reading_limit = milliseconds{50};

constexpr auto configuration = "global\n"
                               "  stats socket FOLDER/stats level admin\n"
                               "  setenv DIFFERENTIAL some\\ value\n"
                               "defaults\n"
                               "  mode http\n"
                               "  timeout client 10s\n"
                               "  timeout server 10s\n"
                               "  timeout connect 1s\n"
                               "frontend f\n"
                               "  bind FOLDER/web\n"
                               "  http-request deny if {{ path -f {0}/acl }}\n"
                               "  http-request set-header x %[path,map_str({0}/map,none)]\n"
                               "  default_backend b\n"
                               "backend b\n"
                               "  stick-table type ip size 100 expire 1h store gpc0\n"
                               "  server s1 127.0.0.1:1\n"
                               "  server s2 127.0.0.1:2 disabled\n";

/// The command line in front that starts HAProxy in the place of ours.
const auto as_haproxy =
    std::vector<std::string>{"/bin/sh", "-c", "shift; exec " + haproxy + " \"$@\"", "sh"};

service_options options_of(bool ours, std::string_view level, const temporary_folder& data) {
  write_file(data / "map", "");
  write_file(data / "acl", "");
  return {.configuration = fmt::format(configuration, data.path()),
          .bind_options = fmt::format(",level,{}", level),
          .arguments = ours ? with_haproxy() : std::vector<std::string>{"-W"},
          .in_front = ours ? std::vector<std::string>{} : as_haproxy};
}

void replace_all(std::string& in, std::string_view what, std::string_view by) {
  for (auto at = in.find(what); at != std::string::npos; at = in.find(what, at + by.size()))
    in.replace(at, what.size(), by);
}

/// A client that does not mind when the other side closes early.
class conversation {
public:
  explicit conversation(const std::string& path)
      : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    REQUIRE(connect_to(socket_, unix_name(path)));
  }

  void say(std::string_view text) {
    if (text.empty())
      return;
    auto sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(text.size()))
      return; // it has closed
    auto unread = 1;
    auto until = deadline{reading_limit};
    while (!ended_ && ::ioctl(socket_.get(), SIOCOUTQ, &unread) == 0 && unread > 0 &&
           !until.passed()) {
      receive(deadline{milliseconds{0}});
      std::this_thread::yield();
    }
  }

  /// Half-closes. Returns all that the client has got up to the end.
  std::string end() {
    ::shutdown(socket_.get(), SHUT_WR);
    auto until = deadline{answer_limit};
    while (!ended_ && !until.passed())
      receive(until);
    return ended_ ? answer_ : answer_ + "{NO END}";
  }

private:
  void receive(const deadline& until) {
    if (ended_ || !wait_for(socket_.get(), POLLIN, until))
      return;
    auto buffer = std::array<char, 65536>{};
    auto got = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    ended_ = got <= 0;
    answer_.append(buffer.data(), static_cast<size_t>(std::max<ssize_t>(got, 0)));
  }

  unique_fd socket_;
  std::string answer_;
  bool ended_ = false;
};

std::string converse(const std::string& path, std::string_view text, size_t cut) {
  auto client = conversation{path};
  if (cut == script::each_byte)
    for (; !text.empty(); text.remove_prefix(1))
      client.say(text.substr(0, 1));
  else if (cut < text.size()) {
    client.say(text.substr(0, cut));
    text.remove_prefix(cut);
  }
  client.say(text);
  return client.end();
}

} // namespace

master_pair::master_pair(std::string_view level)
    : haproxys_{"HAProxy", service{options_of(false, level, data_)}, {}, {}},
      ours_{"ours", service{options_of(true, level, data_)}, {}, {}} {
  learn(haproxys_, data_);
  learn(ours_, data_);
}

void master_pair::learn(side& about, const temporary_folder& data) {
  auto& master = about.master;
  master.await("its CLI can be reached", [&] { return serves(master.path()); });
  about.version = master.talk("show version\n");
  about.version.resize(about.version.find('\n'));
  auto info = master.talk("@1 show info\n");
  about.facts = {{"{MAP}", data / "map"},
                 {"{ACL}", data / "acl"},
                 {"{FOLDER}", master.folder().path()},
                 {"{W}", std::to_string(std::stoi(info.substr(info.find("\nPid: ") + 6)))},
                 {"{M}", std::to_string(master.process().pid())}};
}

answers master_pair::play(const script& what) const {
  return {play(haproxys_, what), play(ours_, what)};
}

std::string master_pair::play(const side& with, const script& what) const {
  auto text = what.text;
  for (const auto& [placeholder, value] : with.facts)
    replace_all(text, placeholder, value);
  return comparable(with, converse(with.master.path(), text, what.cut));
}

std::string master_pair::comparable(const side& with, std::string answer) const {
  answer = normalised(std::move(answer), with.facts);
  if (with.version != haproxys_.version)
    replace_all(answer, with.version + "\n", haproxys_.version + "\n");
  return answer;
}

} // namespace mw::test

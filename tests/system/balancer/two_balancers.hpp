// HAProxy's master and worker, and ours, as balancers with the same configuration.
#pragma once

#include "tests/clients/echo_server.hpp"
#include "tests/programs/haproxy.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace mw::test {

using texts = std::vector<std::string>;

/// The command line in front that starts a program in the place of ours.
inline const auto instead_of_ours =
    texts{"/bin/sh", "-c", "shift; exec " + haproxy + " \"$@\"", "sh"};

inline constexpr auto defaults = std::string_view{"defaults\n"
                                                  "  mode tcp\n"
                                                  "  timeout client 1m\n"
                                                  "  timeout server 1m\n"
                                                  "  timeout connect 5s\n"};

/// HAProxy or ours with this configuration, and servers `a`, `b` and `c` that say their names.
class balancer {
public:
  balancer(bool ours, const std::string& sections)
      : master_(service_options{.configuration =
                                    "global\n  maxconn 500\n" + std::string(defaults) + sections,
                                .arguments = ours ? texts{} : texts{"-W"},
                                .in_front = ours ? texts{} : instead_of_ours}) {
    for (const auto* name : {"a", "b", "c"})
      servers_.emplace_back(master_.folder() / (std::string(name) + ".sock"),
                            std::string(name) + "\n");
    // HAProxy's master is not reached at once when its worker is there.
    master_.await("its CLI can be reached", [this] { return serves(master_.path()); });
  }

  /// The servers that so many clients get, which stay.
  std::string servers_of(const std::string& path, int count) {
    auto names = std::string{};
    for (auto left = count; left > 0; --left) {
      clients_.emplace_back(master_.folder() / path);
      auto name = clients_.back().read_until("\n");
      name.pop_back();
      names += name;
    }
    return names;
  }

  cli_client connect(const std::string& path) const { return cli_client(master_.folder() / path); }

  /// Waits until a command's answer holds this.
  void await(const std::string& command, const std::string& text) {
    master_.await(command + ": " + text,
                  [&] { return ask(command).find(text) != std::string::npos; });
  }

  std::string ask(const std::string& command) const { return master_.talk("@1 " + command + "\n"); }

  /// Says lines to a unix socket. Returns the answer up to the end that the program makes.
  std::string say_at(const std::string& path, std::string_view lines) {
    auto client = cli_client{master_.folder() / path};
    client.send(lines);
    return client.read_to_end();
  }

  /// Sends bytes through the balancer. Returns what comes back, with the server's name.
  std::string relayed(const std::string& path, std::string_view bytes) {
    return test::talk(master_.folder() / path, bytes);
  }

  /// Waits until a worker has said this on stderr. Returns all its lines about proxies and servers,
  /// without the time that a check took.
  std::string said_until(std::string_view last) {
    master_.process().await_error(last);
    auto said = std::string{};
    auto all = std::istringstream(master_.process().errors());
    for (auto line = std::string{}; std::getline(all, line);)
      if (line.find("CLI uid=") == std::string::npos && // the master's log of commands
          (line.find("erver ") != std::string::npos || line.find("roxy ") != std::string::npos ||
           line.find("frontend ") != std::string::npos))
        said += line.substr(0, line.find('(')) + line.substr(line.find(')')) + '\n';
    return std::regex_replace(said, std::regex("check duration: [0-9]+ms"), "check duration: Nms");
  }

  /// Runs a command with the rights of this level only.
  std::string talk(const std::string& level, const std::string& command) const {
    return master_.talk(level + "; @1 " + command + "\n");
  }

private:
  service master_;
  std::deque<echo_server> servers_;
  std::deque<cli_client> clients_;
};

inline std::string listen(const std::string& name, const std::string& lines) {
  return "listen " + name + "\n  bind unix@FOLDER/" + name + ".in\n" + lines;
}

inline std::string weighted(const std::string& options = {}) {
  return "  server a unix@FOLDER/a.sock weight 3 " + options + "\n" +
         "  server b unix@FOLDER/b.sock weight 2 " + options + "\n" +
         "  server c unix@FOLDER/c.sock weight 1 " + options + "\n";
}

inline texts split(const std::string& text, char at) {
  auto parts = texts{};
  auto stream = std::istringstream(text);
  for (auto part = std::string{}; std::getline(stream, part, at);)
    parts.push_back(std::move(part));
  return parts;
}

/// Cuts the ages out of `show servers state`. The health of servers that are not checked is another
/// one in HAProxy once it has come from a file.
inline std::string without_ages(const std::string& answer, bool with_health = true) {
  auto shown = std::string{};
  for (const auto& line : split(answer, '\n')) {
    auto words = split(line, ' ');
    if (words.size() == 25)
      words[9] = "AGE";
    if (words.size() == 25 && !with_health)
      words[12] = "HEALTH";
    for (const auto& word : words)
      shown += word + ' ';
    shown += '\n';
  }
  return shown;
}

/// Both programs, to be asked the same.
class both {
public:
  explicit both(const std::string& sections) : theirs(false, sections), ours(true, sections) {}

  /// Asks both programs; the answers must be the same.
  std::string same_answer(const std::string& command) const {
    auto expected = theirs.ask(command);
    INFO(command);
    CHECK(ours.ask(command) == expected);
    return expected;
  }

  std::string same_servers(const std::string& path, int count) {
    auto expected = theirs.servers_of(path, count);
    INFO(path);
    CHECK(ours.servers_of(path, count) == expected);
    return expected;
  }

  balancer theirs;
  balancer ours;
};

} // namespace mw::test

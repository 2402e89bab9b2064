// The keywords `server` and `default-server` of proxies' sections.
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/proxies/server_address.hpp"
#include "actors/config/proxies/server_option.hpp"
#include "actors/config/text/address_text.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/section.hpp"

#include <algorithm>

namespace mw::config {

namespace {

proxy_result read_server_options(const proxy_line& line, std::span<const std::string> words,
                                 proxy_server& server) {
  while (!words.empty())
    if (auto taken = take_server_option(words, line.variables, server); !taken)
      return taken;
  return {};
}

void place_server(const proxy_line& line, server_address found, proxy_server& server) {
  server.name = line.words[1];
  server.host_name = std::move(found.host);
  server.address = found.address;
  server.keeps_client_port = found.keeps_client_port;
  server.port_offset = found.port_offset;
  server.place = line.place;
}

proxy_result apply_server(const proxy_line& line) {
  const auto& words = line.words;
  if (words.size() < 3)
    return bad_line("'server' expects <name> and <addr>[:<port>] as arguments.");
  auto bad = first_bad_name_byte(words[1]);
  if (bad != words[1].size())
    return bad_line("character '{}' is not permitted in server name '{}'.",
                    printable({&words[1][bad], 1}), printable(words[1]));
  auto of_server = [&](const std::string& text) {
    return fmt::format("'server {}/{}' : {}", line.out().name, words[1], text);
  };
  auto found = read_address(words[2], line.variables, find_server_address);
  if (!found)
    return tl::unexpected(of_server(found.error()));
  auto server = line.draft.server_defaults;
  place_server(line, std::move(*found), server);
  if (auto read = read_server_options(line, words.subspan(3), server); !read)
    return tl::unexpected(of_server(read.error()));
  line.out().servers.push_back(std::move(server));
  return {};
}

/// Half a line must not change the defaults.
proxy_result apply_default_server(const proxy_line& line) {
  auto changed = line.draft.server_defaults;
  if (auto read = read_server_options(line, line.words.subspan(1), changed); !read)
    return bad_line("'default-server' : {}", read.error());
  line.draft.server_defaults = std::move(changed);
  return {};
}

constexpr std::array keywords{
    proxy_keyword{"default-server", server_side, 1, any_arguments,
                  "'{}' expects options of servers as arguments.", apply_default_server},
    proxy_keyword{"server", {.servers = true}, 0, any_arguments, {}, apply_server},
};

} // namespace

std::span<const proxy_keyword> server_keywords() {
  return keywords;
}

} // namespace mw::config

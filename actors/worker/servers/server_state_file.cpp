// Files with servers' states: see server_state_file.hpp.
#include "actors/worker/servers/server_state_file.hpp"

#include "net/base/number.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>

namespace mw::worker {

namespace {

/// The words of a line, by the names in its header.
enum word : size_t {
  be_name = 1,
  srv_name = 3,
  srv_addr = 4,
  op_state = 5,
  admin_state = 6,
  uweight = 7,
  iweight = 8,
  last_change = 9,
  check_status = 10,
  check_result = 11,
  check_health = 12,
  srv_port = 18,
  word_count = 25
};

constexpr unsigned highest_state = 3;
constexpr unsigned heaviest = 256;

/// Bytes of a file that are read: one of another program may have no end.
constexpr std::streamsize largest_file = std::streamsize{16} * 1024 * 1024;

using words_view = std::span<const std::string>;

std::vector<std::string> blank_separated(const std::string& line) {
  auto stream = std::istringstream(line);
  auto words = std::vector<std::string>{};
  for (auto word = std::string{}; stream >> word;)
    words.push_back(std::move(word));
  return words;
}

/// Port of a server whose address is no path.
std::optional<uint16_t> port_in(words_view words) {
  auto port = net::parse_number<uint16_t>(words[srv_port], 1);
  return words[srv_addr] == "-" ? std::nullopt : port;
}

std::optional<saved_server> parse_words(words_view words) {
  if (words.size() < word_count)
    return std::nullopt;
  auto state = net::parse_number(words[op_state], 0U, highest_state);
  auto admin = net::parse_number(words[admin_state]);
  auto weight = net::parse_number(words[uweight], 0U, heaviest);
  auto initial = net::parse_number(words[iweight], 0U, heaviest);
  auto age = net::parse_number(words[last_change]);
  auto status = net::parse_number(words[check_status], 0U, 255U);
  auto verdict = net::parse_number(words[check_result], 0U, highest_state);
  auto health = net::parse_number(words[check_health]);
  if (!state || !admin || !weight || !initial || !age || !status || !verdict || !health)
    return std::nullopt;
  auto record = relay::server_record{};
  record.state = static_cast<relay::operation>(*state);
  record.admin_state = *admin;
  record.weight = *weight;
  record.initial_weight = *initial;
  record.since_last_change = std::chrono::seconds{*age};
  record.status = static_cast<relay::check_status>(*status);
  record.verdict = static_cast<relay::check_verdict>(*verdict);
  record.health = *health;
  record.port = port_in(words);
  return saved_server{words[be_name], words[srv_name], record};
}

tl::expected<std::string, std::string> read_states_file(const std::string& path) {
  auto file = std::ifstream(path, std::ios::binary);
  if (!file)
    return tl::unexpected(fmt::format("config : cannot read the servers' states in '{}': {}", path,
                                      std::strerror(errno)));
  auto text = std::string(static_cast<size_t>(largest_file), '\0');
  file.read(text.data(), largest_file);
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

/// `file` below `base`, unless it says itself where it is.
std::string path_of(const std::string& base, const std::string& file) {
  return base.empty() || file.starts_with('/') ? file : base + '/' + file;
}

std::string file_of(const config::configuration& settings, const config::proxy_settings& proxy) {
  if (proxy.load_states == config::state_source::global)
    return path_of(settings.server_state_base, settings.server_state_file);
  return path_of(settings.server_state_base,
                 proxy.states_file.empty() ? proxy.name : proxy.states_file);
}

void restore(const saved_server& saved, const relay::backend& in, relay::engine& balancer) {
  if (auto* server = relay::proxies::find_server(in, saved.name))
    balancer.actions().restore(*server, saved.record);
}

} // namespace

std::vector<saved_server> parse_saved_servers(std::string_view text) {
  auto stream = std::istringstream(std::string(text));
  auto line = std::string{};
  auto all = std::vector<saved_server>{};
  if (!std::getline(stream, line) || line != "1")
    return all;
  while (std::getline(stream, line))
    if (!line.starts_with('#'))
      if (auto server = parse_words(blank_separated(line)))
        all.push_back(std::move(*server));
  return all;
}

saved_states read_saved_states(const config::configuration& settings) {
  auto states = saved_states{};
  for (const auto& proxy : settings.proxies) {
    auto from_file = proxy.load_states == config::state_source::local ||
                     proxy.load_states == config::state_source::global;
    if (!proxy.has_servers || !from_file)
      continue;
    auto path = file_of(settings, proxy);
    if (path.empty())
      continue;
    if (auto text = read_states_file(path))
      states.backends.push_back({proxy.name, parse_saved_servers(*text)});
    else
      states.warnings.push_back(text.error());
  }
  return states;
}

void restore_states(const saved_states& states, relay::engine& balancer) {
  for (const auto& one : states.handed) {
    const auto* backend = balancer.state().find_backend(one.backend);
    if (backend != nullptr && backend->settings->load_states == config::state_source::master)
      restore(one, *backend, balancer);
  }
  for (const auto& saved : states.backends) {
    const auto* backend = balancer.state().find_backend(saved.name);
    if (backend == nullptr)
      continue;
    for (const auto& one : saved.servers)
      if (one.backend == saved.name)
        restore(one, *backend, balancer);
  }
}

} // namespace mw::worker

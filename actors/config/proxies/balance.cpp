// Keywords of proxies' sections that say which server gets a connection, and what if it fails.
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/word_list.hpp"
#include "net/base/number.hpp"

#include <algorithm>

namespace mw::config {

namespace {

struct algorithm {
  std::string_view name;
  balance_algorithm value;
};

constexpr std::array algorithms{
    algorithm{"roundrobin", balance_algorithm::roundrobin},
    algorithm{"static-rr", balance_algorithm::static_rr},
    algorithm{"leastconn", balance_algorithm::leastconn},
    algorithm{"first", balance_algorithm::first},
    algorithm{"source", balance_algorithm::source},
    algorithm{"random", balance_algorithm::random},
};

constexpr std::string_view https_algorithms = "uri url_param hdr rdp-cookie hash sticky";
constexpr unsigned most_draws = 1000;

bool is_one_of(std::string_view word, std::string_view list) {
  auto words = words_of(list);
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// `random(3)`.
proxy_result set_draws(const proxy_line& line, std::string_view text) {
  if (!text.ends_with(')'))
    return bad_line("balance random : missing closing parenthesis.");
  text.remove_suffix(1);
  auto draws = net::parse_number(text, 0U, most_draws);
  if (!draws)
    return bad_line("balance random : unexpected character '{}' after argument.", printable(text));
  if (*draws == 0)
    return bad_line("balance random : number of draws must be at least 1.");
  line.out().random_draws = *draws;
  return {};
}

proxy_result apply_balance(const proxy_line& line) {
  auto word = std::string_view{"roundrobin"};
  if (line.words.size() > 1)
    word = line.words[1];
  auto name = word.substr(0, word.find('('));
  if (is_one_of(name, https_algorithms))
    return bad_line("'balance {}' is not supported", name);
  const auto* found = find_named(algorithms, name);
  auto has_draws = name.size() < word.size();
  if (found == nullptr || (has_draws && name != "random"))
    return bad_line("balance only supports 'roundrobin', 'static-rr', 'leastconn', 'first', "
                    "'source' and 'random' options (got '{}').",
                    printable(word));
  line.out().balance = found->value;
  return has_draws ? set_draws(line, word.substr(name.size() + 1)) : proxy_result{};
}

proxy_result apply_hash_type(const proxy_line& line) {
  const auto& words = line.words;
  if (words[1] != "consistent" && words[1] != "map-based")
    return bad_line("'hash-type' only supports 'consistent' and 'map-based'.");
  if (words.size() > 2 && !is_one_of(words[2], "sdbm djb2 crc32 wt6 none"))
    return bad_line("'hash-type' only supports 'sdbm', 'djb2', 'crc32', or 'wt6' hash functions.");
  // What is hashed is the source's address, for which HAProxy has functions of its own choice.
  if (words.size() > 2)
    return bad_line("'hash-type {} {}' is not supported: only the default function is", words[1],
                    words[2]);
  line.out().consistent_hash = words[1] == "consistent";
  return {};
}

proxy_result apply_retries(const proxy_line& line) {
  auto count = net::parse_number(line.words[1]);
  if (!count)
    return bad_line("'retries' expects an integer argument, got '{}'.", printable(line.words[1]));
  line.out().retries = *count;
  return {};
}

constexpr std::array keywords{
    proxy_keyword{"balance", server_side, 0, 1, {}, apply_balance},
    proxy_keyword{"hash-type", server_side, 1, 3,
                  "'{}' only supports 'consistent' and 'map-based'.", apply_hash_type},
    proxy_keyword{"retries", server_side, 1, 1,
                  "'{}' expects an integer argument (dispatch counts for one).", apply_retries},
};

} // namespace

std::span<const proxy_keyword> balance_keywords() {
  return keywords;
}

} // namespace mw::config

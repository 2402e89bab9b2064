// The keyword `option` of proxies' sections.
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/text/printable.hpp"
#include "actors/config/text/suggestion.hpp"
#include "actors/config/text/word_list.hpp"
#include "net/base/number.hpp"

#include <algorithm>

namespace mw::config {

namespace {

/// One option: a switch, or one with a function of its own.
struct proxy_option {
  std::string_view name;
  proxy_sides sides;
  bool proxy_settings::*field = nullptr; ///< of a switch
  bool when_on = true;                   ///< what the field of a switch is when it is on
  bool negatable = true;
  proxy_result (*apply)(const proxy_line& line, const proxy_option& option) = nullptr;
};

proxy_result too_many(const proxy_line& line, size_t most) {
  if (line.words.size() <= most)
    return {};
  return bad_line("'option {}' cannot handle unexpected argument '{}'.", line.words[1],
                  printable(line.words[most]));
}

proxy_result apply_switch(const proxy_line& line, const proxy_option& option) {
  if (auto fits = too_many(line, 2); !fits)
    return fits;
  if (line.negated != negation::none && !option.negatable)
    return bad_line("negation/default is not supported for option '{}'.", option.name);
  if (is_ignored(line, option.sides, option.name))
    return {};
  line.out().*option.field = (line.negated == negation::none) == option.when_on;
  return {};
}

/// The number says with every how many attempts, counted from the last one back if it is negative;
/// 0 is HAProxy's other way to say `no`.
proxy_result apply_redispatch(const proxy_line& line, const proxy_option& option) {
  if (auto fits = too_many(line, 3); !fits)
    return fits;
  if (is_ignored(line, option.sides, option.name))
    return {};
  line.out().redispatch.reset();
  if (line.negated != negation::none)
    return {};
  auto text = line.words.size() > 2 ? std::string_view{line.words[2]} : std::string_view{"-1"};
  auto counts_back = text.starts_with('-');
  auto number = net::parse_number(text.substr(counts_back ? 1 : 0), 0U, 1'000'000U);
  if (!number)
    return bad_line("'option redispatch' expects an integer argument, got '{}'.", printable(text));
  auto interval = static_cast<int>(*number);
  if (interval != 0)
    line.out().redispatch = counts_back ? -interval : interval;
  return {};
}

proxy_result apply_tcpka(const proxy_line& line, const proxy_option&) {
  if (auto fits = too_many(line, 2); !fits)
    return fits;
  line.out().tcp_keepalive_client = line.negated == negation::none;
  line.out().tcp_keepalive_server = line.negated == negation::none;
  return {};
}

constexpr std::array options{
    proxy_option{"allbackups", server_side, &proxy_settings::all_backups},
    proxy_option{"clitcpka", client_side, &proxy_settings::tcp_keepalive_client},
    proxy_option{"dontlognull", client_side, &proxy_settings::log_null, false},
    proxy_option{"log-health-checks", server_side, &proxy_settings::log_checks},
    proxy_option{"socket-stats", client_side, &proxy_settings::socket_stats},
    proxy_option{"splice-auto", both_sides, &proxy_settings::splice_auto},
    proxy_option{"splice-request", both_sides, &proxy_settings::splice_request},
    proxy_option{"splice-response", both_sides, &proxy_settings::splice_response},
    proxy_option{"srvtcpka", server_side, &proxy_settings::tcp_keepalive_server},
    proxy_option{"tcp-check", server_side, &proxy_settings::tcp_check, true, false},
    proxy_option{"tcplog", client_side, &proxy_settings::tcplog, true, false},
    proxy_option{.name = "redispatch", .sides = server_side, .apply = apply_redispatch},
    proxy_option{.name = "tcpka", .sides = both_sides, .apply = apply_tcpka},
};

constexpr std::string_view unsupported_text =
    "abortonclose accept-invalid-http-request accept-invalid-http-response checkcache "
    "contstats disable-h2-upgrade dontlog-normal external-check forceclose forwardfor "
    "h1-case-adjust-bogus-client h1-case-adjust-bogus-server http-buffer-request "
    "http-ignore-probes http-keep-alive http-no-delay http-pretend-keepalive "
    "http-server-close http-tunnel http-use-htx http-use-proxy-header httpchk httpclose "
    "httplog httpslog idle-close-on-response independent-streams ldap-check "
    "log-separate-errors logasap mysql-check nolinger originalto persist pgsql-check "
    "prefer-last-server redis-check smtpchk spop-check ssl-hello-chk tcp-smart-accept "
    "tcp-smart-connect transparent http-restrict-req-hdr-names";

const keyword_table<proxy_option>& option_table() {
  static const auto table = keyword_table<proxy_option>{{options}, words_of(unsupported_text)};
  return table;
}

proxy_result unknown_option(const std::string& name) {
  if (option_table().knows(name))
    return bad_line("'option {}' is not supported", name);
  return bad_line("unknown option '{}'{}", printable(name),
                  did_you_mean(name, option_table().names(), "."));
}

proxy_result apply_option(const proxy_line& line) {
  if (line.words.size() < 2 || line.words[1].empty())
    return bad_line("'option' expects an option name.");
  const auto& name = line.words[1];
  const auto* found = option_table().find(name);
  if (found == nullptr)
    return unknown_option(name);
  return found->apply ? found->apply(line, *found) : apply_switch(line, *found);
}

constexpr std::array keywords{
    proxy_keyword{"option", both_sides, 0, any_arguments, {}, apply_option},
};

} // namespace

std::span<const proxy_keyword> option_keywords() {
  return keywords;
}

} // namespace mw::config

// The keyword `tcp-check` of proxies' sections: the conversation of a health check.
#include "actors/config/proxies/keyword.hpp"
#include "actors/config/text/printable.hpp"
#include "net/base/number.hpp"

#include <algorithm>

namespace mw::config {

namespace {

using words_view = std::span<const std::string>;
using kind = check_step::kind;
using step_result = tl::expected<check_step, std::string>;

tl::expected<std::string, std::string> decode_hex(const std::string& text) {
  auto bytes = std::string{};
  if (text.size() % 2 != 0)
    return bad_line("invalid binary string (an even number of hex digit is expected).");
  for (size_t at = 0; at < text.size(); at += 2) {
    auto byte = net::parse_number<uint8_t>(std::string_view{text}.substr(at, 2), 0, 255, 16);
    if (!byte)
      return bad_line("invalid binary string (an hex digit is expected (found '{}')).",
                      printable(std::string_view{text}.substr(at, 2)));
    bytes += static_cast<char>(*byte);
  }
  return bytes;
}

/// `comment <text>` at the front of what is left, and nothing behind it.
proxy_result read_end(std::string_view rule, words_view left, check_step& step) {
  if (left.empty())
    return {};
  if (left[0] != "comment")
    return bad_line("'tcp-check {}' : expects 'comment' but got '{}' as argument.", rule,
                    printable(left[0]));
  if (left.size() < 2)
    return bad_line("'tcp-check {}' : 'comment' expects a string as argument.", rule);
  step.comment = left[1];
  if (left.size() == 2)
    return {};
  return bad_line("'tcp-check {}' : cannot handle unexpected argument '{}'.", rule,
                  printable(left[2]));
}

step_result read_connect(words_view words) {
  auto step = check_step{};
  auto left = words.subspan(1);
  for (; !left.empty() && left[0] != "comment"; left = left.subspan(1)) {
    if (left[0] == "send-proxy") {
      step.send_proxy = true;
    } else if (left[0] == "port") {
      auto port = left.size() > 1 ? net::parse_number<uint16_t>(left[1], 1) : std::nullopt;
      if (!port)
        return bad_line("'tcp-check connect' : 'port' expects a TCP port from 1 to 65535.");
      step.port = *port;
      left = left.subspan(1);
    } else {
      return bad_line("'tcp-check connect' : only 'comment', 'port' and 'send-proxy' are "
                      "supported, got '{}'.",
                      printable(left[0]));
    }
  }
  return read_end("connect", left, step).map([&] { return std::move(step); });
}

step_result read_send(words_view words) {
  if (words.size() < 2 || words[1].empty())
    return bad_line("'tcp-check {}' : expects what is to be sent as argument.", words[0]);
  auto step = check_step{};
  step.what = kind::send;
  step.bytes = words[1];
  if (words[0] == "send-binary") {
    auto decoded = decode_hex(words[1]);
    if (!decoded)
      return bad_line("'tcp-check send-binary' : '{}' {}", printable(words[1]), decoded.error());
    step.bytes = std::move(*decoded);
  }
  return read_end(words[0], words.subspan(2), step).map([&] { return std::move(step); });
}

proxy_result read_pattern(const std::string& form, const std::string& text, check_step& step) {
  step.bytes = text;
  if (form == "string")
    return {};
  if (form == "binary")
    return decode_hex(text)
        .map([&](std::string bytes) { step.bytes = std::move(bytes); })
        .map_error([](const std::string& why) { return "'tcp-check expect' : " + why; });
  auto compiled = net::regex::compile(text);
  if (!compiled)
    return bad_line("'tcp-check expect' : regex '{}' is invalid ({}).", printable(text),
                    compiled.error());
  step.pattern = std::move(*compiled);
  return {};
}

step_result read_expect(words_view words) {
  auto step = check_step{};
  step.what = kind::expect;
  auto left = words.subspan(1);
  if (!left.empty() && left[0] == "!") {
    step.negated = true;
    left = left.subspan(1);
  }
  if (left.empty())
    return bad_line("'tcp-check expect' : expects at least a matching pattern as arguments.");
  auto form = left[0];
  if (!step.negated && form.starts_with('!')) {
    step.negated = true;
    form.erase(0, 1);
  }
  if (form != "string" && form != "rstring" && form != "binary")
    return bad_line("'tcp-check expect' : only '[!] string', '[!] rstring' and '[!] binary' are "
                    "supported, got '{}'.",
                    printable(form));
  if (left.size() < 2 || left[1].empty())
    return bad_line("'tcp-check expect' : '{}' expects a <pattern> as argument.", form);
  if (auto read = read_pattern(form, left[1], step); !read)
    return tl::unexpected(std::move(read.error()));
  return read_end("expect", left.subspan(2), step).map([&] { return std::move(step); });
}

struct check_rule {
  std::string_view name;
  step_result (*read)(words_view words);
};

constexpr std::array check_rules{
    check_rule{"connect", read_connect},
    check_rule{"expect", read_expect},
    check_rule{"send", read_send},
    check_rule{"send-binary", read_send},
};

proxy_result apply_tcp_check(const proxy_line& line) {
  auto name = line.words.size() > 1 ? line.words[1] : std::string{};
  const auto* rule = find_named(check_rules, name);
  if (rule == nullptr)
    return bad_line("'tcp-check' only supports 'connect', 'send', 'send-binary' and 'expect' (got "
                    "'{}')",
                    printable(name));
  auto step = rule->read(line.words.subspan(1));
  if (!step)
    return tl::unexpected(std::move(step.error()));
  line.out().check_steps.push_back(std::move(*step));
  return {};
}

constexpr std::array keywords{
    proxy_keyword{"tcp-check", server_side, 0, any_arguments, {}, apply_tcp_check},
};

} // namespace

std::span<const proxy_keyword> tcp_check_keywords() {
  return keywords;
}

} // namespace mw::config

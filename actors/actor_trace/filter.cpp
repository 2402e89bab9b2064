// Which recorded messages somebody wants to see: see filter.hpp.
#include "actors/actor_trace/filter.hpp"

#include "actors/recorder/message_text.hpp"
#include "net/base/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>

namespace mw {

namespace {

constexpr auto usage = "filters are actor=<name>[#<number>], type=<name>, id=<number> and "
                       "session=<number>";

std::optional<uint64_t> number_in(std::string_view text) {
  if (text.starts_with('c') || text.starts_with('#'))
    text.remove_prefix(1);
  return net::parse_number<uint64_t>(text, 1, std::numeric_limits<uint64_t>::max());
}

bool is_actor(const char* name, uint64_t id, const std::string& wanted,
              const std::optional<uint64_t>& wanted_id) {
  return name != nullptr && wanted == name && (!wanted_id || *wanted_id == id);
}

bool is_reader(const char* name) {
  return name != nullptr && std::string_view{name} == "trace-reader";
}

} // namespace

tl::expected<trace_filter, std::string> trace_filter::parse(std::span<const std::string> words) {
  auto made = trace_filter{};
  for (const auto& word : words)
    if (auto wrong = made.parse_word(word))
      return tl::unexpected(std::move(*wrong));
  return made;
}

/// Answers the error, if the word is none.
std::optional<std::string> trace_filter::parse_word(const std::string& word) {
  auto equals = std::min(word.find('='), word.size());
  auto name = word.substr(0, equals);
  auto value = equals < word.size() ? word.substr(equals + 1) : std::string{};
  auto hash = std::min(value.find('#'), value.size());
  auto number = number_in(name == "actor" ? std::string_view{value}.substr(hash) : value);
  auto needs_number = name == "id" || name == "session" || hash < value.size();
  auto known = name == "actor" || name == "type" || name == "id" || name == "session";
  if (!known || value.empty() || (needs_number && !number))
    return fmt::format("'{}' is no filter: {}\n", word, usage);
  if (name == "actor") {
    actor_ = value.substr(0, hash);
    actor_id_ = number;
  } else if (name == "type")
    type_ = value;
  else
    (name == "id" ? cause_ : session_) = number;
  return std::nullopt;
}

bool trace_filter::matches(const recorder::record& message) {
  auto of_session = !session_ || is_of_session(message);
  if (is_reader(message.from_name) || is_reader(message.to_name))
    return false;
  auto of_actor = actor_.empty() || is_actor(message.from_name, message.from, actor_, actor_id_) ||
                  is_actor(message.to_name, message.to, actor_, actor_id_);
  return of_session && of_actor && (!cause_ || message.cause == *cause_) &&
         (type_.empty() || trace::type_name(message.type) == type_);
}

bool trace_filter::is_of_session(const recorder::record& message) {
  auto known = message.cause != 0 &&
               std::find(causes_.begin(), causes_.end(), message.cause) != causes_.end();
  auto its_own = message.from == *session_ || message.to == *session_;
  if (its_own && !known && message.cause != 0)
    causes_.at(next_cause_++ % causes_.size()) = message.cause;
  return its_own || known;
}

} // namespace mw

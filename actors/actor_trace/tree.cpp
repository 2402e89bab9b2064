// `actor-trace command <id>`: all that one command has caused, as a tree with times.
#include "actors/actor_trace/source.hpp"
#include "actors/actor_trace/trace_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace mw {

namespace {

using messages = std::vector<recorder::seen>;

constexpr size_t deepest_indent = 24;

/// Names a message's place in the tree.
struct tree_line {
  size_t message = 0; ///< index
  size_t depth = 0;
};

/// Puts messages that caused others in front of them, deeper ones below.
class tree {
public:
  explicit tree(const messages& all) {
    auto places = std::map<uint64_t, size_t>{};
    for (size_t at = 0; at < all.size(); ++at)
      places.emplace(all[at].message.number, at);
    auto roots = std::vector<size_t>{};
    for (size_t at = 0; at < all.size(); ++at) {
      auto parent = places.find(all[at].message.parent);
      auto is_root = parent == places.end() || parent->second == at;
      (is_root ? roots : children_[parent->second]).push_back(at);
    }
    walk(roots);
  }

  const std::vector<tree_line>& lines() const { return lines_; }

private:
  /// Walks without recursion: a chain may be long.
  void walk(const std::vector<size_t>& roots) {
    auto open = std::vector<tree_line>{};
    auto add = [&](const std::vector<size_t>& some, size_t depth) {
      std::for_each(some.rbegin(), some.rend(), [&](size_t one) { open.push_back({one, depth}); });
    };
    add(roots, 0);
    while (!open.empty()) {
      auto line = open.back();
      open.pop_back();
      lines_.push_back(line);
      if (auto found = children_.find(line.message); found != children_.end())
        add(found->second, line.depth + 1);
    }
  }

  std::map<size_t, std::vector<size_t>> children_;
  std::vector<tree_line> lines_;
};

uint64_t first_of(const messages& all) {
  auto first = all.front().message.sent;
  for (const auto& one : all)
    first = std::min(first, one.message.sent);
  return first;
}

std::string actors_and_content(const recorder::record& message) {
  return printed([&](bounded_text& text) {
    print_actor(text, message.from_name, message.from);
    text << " -> ";
    print_actor(text, message.to_name, message.to);
    text << " ";
    print_content(text, message);
  });
}

std::string line_of(const recorder::seen& one, size_t depth, uint64_t first,
                    const ticks::scale& scale) {
  const auto& message = one.message;
  auto micros = [&](uint64_t from, uint64_t to) { return scale.nanoseconds(from, to) / 1000; };
  auto handled = message.ended == 0 ? std::string{"-"}
                                    : fmt::format("{}us", micros(message.begun, message.ended));
  return fmt::format(
      "{:>9} {:>8} {:>8} {:<12} {}{}\n", fmt::format("{}us", micros(first, message.sent)),
      fmt::format("+{}us", micros(message.sent, message.begun)), handled, one.thread_name(),
      std::string(2 * std::min(depth, deepest_indent), ' '), actors_and_content(message));
}

} // namespace

made_trace_source make_trace_command(std::span<const std::string> arguments) {
  auto cause = parse_cause(arguments);
  if (!cause)
    return tl::unexpected("'actor-trace command' " + cause.error());
  auto all = std::make_shared<messages>(messages_of(*cause));
  if (all->empty())
    return tl::unexpected(fmt::format("No message of c{} is recorded\n", *cause));
  std::sort(all->begin(), all->end(), [](const auto& one, const auto& other) {
    return one.message.sent < other.message.sent;
  });
  auto lines = std::make_shared<tree>(*all);
  auto first = first_of(*all);
  return make_listing(
      all->size() + 1, [=, cause = *cause, scale = ticks::scale{}](size_t at, std::string& out) {
        if (at == 0)
          return void(out += fmt::format("# c{}: {} messages: sent, waited, handled, thread\n",
                                         cause, all->size()));
        const auto& line = lines->lines().at(at - 1);
        out += line_of((*all)[line.message], line.depth, first, scale);
      });
}

} // namespace mw

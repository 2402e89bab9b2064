// How a record lies in the ring: the eight words of its slot, and the words of its text if it has
// one.
#pragma once

#include "actors/runtime/constants.hpp"
#include "actors/runtime/recorder.hpp"

#include <bit>

namespace mw::recorder {

/// The words of a slot.
struct packed {
  enum word : size_t { parent, cause, sent, begun, ended, from, to, content };
};

namespace detail {
inline constexpr auto id_bits = 48U; ///< of a word; above it the number of a constant
inline constexpr auto id_mask = (uint64_t{1} << id_bits) - 1;
inline constexpr auto text_bit = uint64_t{1} << (id_bits - 1); ///< of the content: it has a text
inline constexpr auto amount_mask = text_bit - 1;

inline uint64_t with_constant(uint64_t low, uintptr_t constant) {
  return low | uint64_t{constants::number_of(constant)} << id_bits;
}

inline uintptr_t constant_in(uint64_t word) {
  return constants::at(static_cast<uint16_t>(word >> id_bits));
}

using text_words = std::array<uint64_t, std::tuple_size_v<text_slot>>;
} // namespace detail

/// Writes all but the number, which follows from the place.
inline void pack(const record& what, slot& into, text_slot& text) {
  auto put = [&](packed::word at, uint64_t value) {
    into[at].store(value, std::memory_order_relaxed);
  };
  auto has_text = what.text.front() != 0;
  put(packed::parent, what.parent);
  put(packed::cause, what.cause);
  put(packed::sent, what.sent);
  put(packed::begun, what.begun);
  put(packed::ended, what.ended);
  put(packed::from,
      detail::with_constant(what.from & detail::id_mask, std::bit_cast<uintptr_t>(what.from_name)));
  put(packed::to,
      detail::with_constant(what.to & detail::id_mask, std::bit_cast<uintptr_t>(what.to_name)));
  put(packed::content,
      detail::with_constant((what.amount & detail::amount_mask) | (has_text ? detail::text_bit : 0),
                            what.type));
  if (!has_text)
    return;
  auto words = std::bit_cast<detail::text_words>(what.text);
  for (size_t at = 0; at < words.size(); ++at)
    text[at].store(words[at], std::memory_order_relaxed);
}

/// The reverse. Neither waits nor allocates.
inline record unpack(const slot& from, const text_slot& text) {
  auto get = [&](packed::word at) { return from[at].load(std::memory_order_relaxed); };
  auto made = record{};
  made.parent = get(packed::parent);
  made.cause = get(packed::cause);
  made.sent = get(packed::sent);
  made.begun = get(packed::begun);
  made.ended = get(packed::ended);
  auto sender = get(packed::from);
  made.from = sender & detail::id_mask;
  made.from_name = std::bit_cast<const char*>(detail::constant_in(sender));
  auto receiver = get(packed::to);
  made.to = receiver & detail::id_mask;
  made.to_name = std::bit_cast<const char*>(detail::constant_in(receiver));
  auto content = get(packed::content);
  made.type = detail::constant_in(content);
  made.amount = content & detail::amount_mask;
  if ((content & detail::text_bit) == 0)
    return made;
  auto words = detail::text_words{};
  for (size_t at = 0; at < words.size(); ++at)
    words[at] = text[at].load(std::memory_order_relaxed);
  made.text = std::bit_cast<decltype(made.text)>(words);
  return made;
}

} // namespace mw::recorder

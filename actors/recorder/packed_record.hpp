// The form of a record in the ring: the eight words of its slot, and the words of its text if it
// has one.
#pragma once

#include "actors/recorder/constants.hpp"
#include "actors/recorder/recorder.hpp"

#include <bit>
#include <cstring>

namespace mw::recorder {

namespace detail {
inline constexpr auto id_bits = 48U; ///< bits of an id in a word; above them the number of a
                                     ///< constant
inline constexpr auto id_mask = (uint64_t{1} << id_bits) - 1;
inline constexpr auto text_bit = uint64_t{1} << (id_bits - 1); ///< in the word of the content: it
                                                               ///< has a text
inline constexpr auto amount_mask = text_bit - 1;

inline uint64_t with_number(uint64_t low, uint16_t constant) {
  return low | uint64_t{constant} << id_bits;
}

inline uintptr_t constant_in(uint64_t word) {
  return constants::at(static_cast<uint16_t>(word >> id_bits));
}

using text_words = std::array<uint64_t, std::tuple_size_v<text_slot>>;

inline uint64_t eight_bytes(const char* from) {
  uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  return word;
}

/// Reads eight bytes of a text, with zeros behind its end. Copying just the bytes that are there
/// would be slower: reading a word that was just written in parts takes as long as all else here.
inline uint64_t text_word(std::string_view text, size_t from) {
  static_assert(std::endian::native == std::endian::little);
  constexpr auto whole = sizeof(uint64_t);
  if (text.size() >= from + whole)
    return eight_bytes(&text[from]);
  if (text.size() <= from)
    return 0;
  if (text.size() >= whole)
    return eight_bytes(&text[text.size() - whole]) >> (8 * (from + whole - text.size()));
  uint64_t word = 0;
  for (auto left = text.size(); left > 0; --left)
    word = word << 8U | static_cast<unsigned char>(text[left - 1]);
  return word;
}
} // namespace detail

/// Packs an actor into one word. Its name must live as long as the program.
inline uint64_t actor_word(uint64_t id, const char* name) {
  return detail::with_number(id & detail::id_mask,
                             constants::number_of(std::bit_cast<uintptr_t>(name)));
}

/// The id of the actor in this word.
inline uint64_t actor_id(uint64_t word) {
  return word & detail::id_mask;
}

/// Writes a record, without its number, which follows from the place.
inline void pack(const entry& what, slot& into, text_slot& text) {
  auto put = [&](packed::word at, uint64_t value) {
    into[at].store(value, std::memory_order_relaxed);
  };
  auto has_text = what.text.empty() ? 0 : detail::text_bit;
  put(packed::parent, what.parent);
  put(packed::cause, what.cause);
  put(packed::sent, what.sent);
  put(packed::begun, what.begun);
  put(packed::ended, what.ended);
  put(packed::from, what.from);
  put(packed::to, what.to);
  put(packed::content,
      detail::with_number((what.amount & detail::amount_mask) | has_text, what.type));
  if (what.text.empty())
    return;
  for (size_t at = 0; at < text.size(); ++at)
    text[at].store(detail::text_word(what.text, at * sizeof(uint64_t)), std::memory_order_relaxed);
}

/// Reads a record. Neither waits nor allocates.
inline record unpack(const slot& from, const text_slot& text) {
  auto get = [&](packed::word at) { return from[at].load(std::memory_order_relaxed); };
  auto made = record{};
  made.parent = get(packed::parent);
  made.cause = get(packed::cause);
  made.sent = get(packed::sent);
  made.begun = get(packed::begun);
  made.ended = get(packed::ended);
  auto sender = get(packed::from);
  made.from = actor_id(sender);
  made.from_name = std::bit_cast<const char*>(detail::constant_in(sender));
  auto receiver = get(packed::to);
  made.to = actor_id(receiver);
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

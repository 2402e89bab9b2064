// Finds an actor's home unit without dynamic_cast.
#pragma once

#include "actors/recorder/address_place.hpp"
#include "actors/runtime/pinned.hpp"

#include <caf/abstract_actor.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <typeinfo>

namespace mw::runtime {

/// The pinned_actor in each actor, by the actor's class: all of a class have it at the same place.
/// dynamic_cast from one base to another compares names of classes, 2,000 instructions, for each
/// time limit that is set and each actor that ends. Used by one thread only.
class pinned_parts {
public:
  /// Finds the pinned_actor in an actor; null if it has no home.
  pinned_actor* of(caf::abstract_actor& actor) {
    const auto& kind = typeid(actor);
    auto& there = places_[address_place<size>(&kind)];
    if (there.kind != &kind)
      there = {&kind, distance_in(actor)};
    if (!there.distance)
      return nullptr;
    auto* begin = static_cast<std::byte*>(static_cast<void*>(&actor));
    return static_cast<pinned_actor*>(static_cast<void*>(begin + *there.distance));
  }

private:
  /// Places in the table: more than twice the number of classes of actors.
  static constexpr size_t size = 64;

  struct place {
    const std::type_info* kind = nullptr;
    std::optional<ptrdiff_t> distance = {}; ///< bytes; none: it is not pinned
  };

  static std::optional<ptrdiff_t> distance_in(caf::abstract_actor& actor) {
    auto* part = dynamic_cast<pinned_actor*>(&actor);
    if (part == nullptr)
      return std::nullopt;
    return static_cast<std::byte*>(static_cast<void*>(part)) -
           static_cast<std::byte*>(static_cast<void*>(&actor));
  }

  std::array<place, size> places_ = {};
};

} // namespace mw::runtime

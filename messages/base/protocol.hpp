// How mw-actors declares a protocol and a message, in the syntax of CAF 1.x on CAF 0.17.
#pragma once

#include <caf/make_message.hpp>
#include <caf/meta/type_name.hpp>
#include <caf/replies_to.hpp>
#include <caf/result.hpp>
#include <caf/type_id.hpp>
#include <caf/typed_actor.hpp>

namespace mw {

template <class Handler>
struct as_replies_to;

template <class... Out, class... In>
struct as_replies_to<caf::result<Out...>(In...)> {
  using type = typename caf::replies_to<In...>::template with<Out...>;
};

/// An actor handle, declared as the list of messages that the actor takes:
/// `protocol<caf::result<answer>(question), caf::result<void>(notice)>`.
template <class... Handlers>
using protocol = caf::typed_actor<typename as_replies_to<Handlers>::type...>;

/// Shows a message's members to CAF: the body of an `inspect`.
template <class Inspector, class... Ts>
auto inspect_fields(Inspector& f, const char* type_name, Ts&... members) {
  return f(caf::meta::type_name(type_name), members...);
}

// Turns `a, b` into `, x.a, x.b`: a macro cannot call itself, so the next call is made by the scan
// that MW_EXPAND asks for, at most 16 times.
#define MW_MEMBERS(member, ...) , x.member __VA_OPT__(MW_MORE_MEMBERS MW_NO_ARGUMENTS(__VA_ARGS__))
#define MW_MORE_MEMBERS() MW_MEMBERS
#define MW_NO_ARGUMENTS ()
#define MW_EXPAND(...) MW_EXPAND_4(MW_EXPAND_4(MW_EXPAND_4(MW_EXPAND_4(__VA_ARGS__))))
#define MW_EXPAND_4(...) MW_SCAN(MW_SCAN(MW_SCAN(MW_SCAN(__VA_ARGS__))))
#define MW_SCAN(...) __VA_ARGS__

/// Declares that people see these members of a message of this type, in traces and in tests; behind
/// its definition, in its namespace. A message whose text would show a secret or be too long has an
/// `inspect` of its own.
#define MW_MESSAGE(type, ...)                                                                      \
  template <class Inspector>                                                                       \
  auto inspect(Inspector& f, [[maybe_unused]] type& x) {                                           \
    return inspect_fields(f, #type __VA_OPT__(MW_EXPAND(MW_MEMBERS(__VA_ARGS__))));                \
  }

} // namespace mw

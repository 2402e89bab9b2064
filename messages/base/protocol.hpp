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

/// Shows a message's members to CAF; the one-line body of every `inspect`.
template <class Inspector, class... Ts>
auto inspect_fields(Inspector& f, const char* type_name, Ts&... members) {
  return f(caf::meta::type_name(type_name), members...);
}

} // namespace mw

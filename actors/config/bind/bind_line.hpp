// The words of a HAProxy `bind` line: an address, then options and their values.
#pragma once

#include "actors/config/bind/bind_options.hpp"
#include "actors/config/bind/listener_settings.hpp"
#include "actors/config/text/environment.hpp"

#include <tl/expected.hpp>

#include <span>
#include <string>
#include <vector>

namespace mw::config {

/// Owner of the listener that the words are for.
enum class bind_use { master_cli, worker };

/// Reads `<address> [<option> [<value>]]...`, at least one word, into what `defaults` say. Names of
/// users and groups are looked up, `variables` replaced in the address, which is not opened.
tl::expected<listener_settings, bind_mistake> parse_bind_line(std::span<const std::string> words,
                                                              listener_settings defaults,
                                                              bind_use use = bind_use::worker,
                                                              const environment& variables = {});

/// Applies the first option of `words`, at least one, and takes it and its value off them.
tl::expected<void, bind_mistake> take_bind_option(std::span<const std::string>& words,
                                                  listener_settings& bind,
                                                  bind_use use = bind_use::worker);

/// Finds words of a good line that have no effect, because its address is of another kind: one
/// sentence each.
std::vector<std::string> useless_words(const listener_settings& bind);

} // namespace mw::config

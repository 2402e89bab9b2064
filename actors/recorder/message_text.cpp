// Describes contents of messages: see message_text.hpp.
#include "actors/recorder/message_text.hpp"

#include "actors/recorder/address_place.hpp"
#include "actors/recorder/constants.hpp"
#include "messages/protocols/type_ids.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <typeinfo>

namespace mw::trace {

namespace {

using recorder::entry;
using describer = void (*)(const void*, entry&);

template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

template <class T>
void keep_process(const void* value, entry& in) {
  in.amount = static_cast<uint64_t>(as<T>(value).process.pid);
}

template <class T>
void keep_size(const void* value, entry& in) {
  in.amount = as<T>(value).bytes.size();
}

template <class T>
void keep_signal(const void* value, entry& in) {
  in.amount = static_cast<uint64_t>(as<T>(value).signal);
}

void keep_command(const void* value, entry& in) {
  const auto& command = as<run_command>(value);
  in.amount = command.payload.value.size();
  in.text = without_secrets(command.text);
}

void keep_end(const void* value, entry& in) {
  const auto& end = as<reply_end>(value);
  in.amount = end.last.size();
  in.text = end.error;
}

void keep_credit(const void* value, entry& in) {
  in.amount = as<reply_credit>(value).bytes;
}

void keep_lease(const void* value, entry& in) {
  const auto& lease = as<runner_lease>(value);
  in.amount = static_cast<uint64_t>(lease.process.pid);
  in.text = lease.reason;
}

void keep_result(const void* value, entry& in) {
  const auto& records = as<command_records>(value).all;
  in.amount = records.size();
  if (records.size() == 1)
    in.text = records.front().result;
}

struct described_type {
  const std::type_info* type = nullptr;
  describer act = nullptr;
  std::string_view amount = {};
};

/// The described types, the frequent ones first. Of all others only the name is kept.
const auto described = std::array{
    described_type{&typeid(run_command), keep_command, "bytes"},
    described_type{&typeid(reply_chunk), keep_size<reply_chunk>, "bytes"},
    described_type{&typeid(reply_end), keep_end, "bytes"},
    described_type{&typeid(runner_lease), keep_lease, "pid"},
    described_type{&typeid(runner_idle), keep_process<runner_idle>, "pid"},
    described_type{&typeid(prompt_facts), keep_process<prompt_facts>, "pid"},
    described_type{&typeid(command_records), keep_result, "commands"},
    described_type{&typeid(reply_credit), keep_credit, "bytes"},
    described_type{&typeid(command_input), keep_size<command_input>, "bytes"},
    described_type{&typeid(worker_up), keep_process<worker_up>, "pid"},
    described_type{&typeid(worker_down), keep_process<worker_down>, "pid"},
    described_type{&typeid(worker_leaving), keep_process<worker_leaving>, "pid"},
    described_type{&typeid(worker_started), keep_process<worker_started>, "pid"},
    described_type{&typeid(worker_ready), keep_process<worker_ready>, "pid"},
    described_type{&typeid(worker_ended), keep_process<worker_ended>, "pid"},
    described_type{&typeid(signal_received), keep_signal<signal_received>, "signal"},
    described_type{&typeid(signal_worker), keep_signal<signal_worker>, "signal"},
    described_type{&typeid(stop_worker), keep_signal<stop_worker>, "signal"},
};

/// The number of a type: a small one for CAF's own types, for ours the address of the type_info.
uintptr_t key_of(const caf::rtti_pair& type) {
  return type.first != 0 ? type.first : std::bit_cast<uintptr_t>(type.second);
}

/// The description of contents with the same types.
struct kind {
  const std::type_info* content = nullptr;
  describer act = nullptr; ///< null: only the type is kept
  uint32_t element = 0;    ///< index of the element that `act` describes
  uint16_t number = 0;     ///< of the constant
};

/// Tells whether all contents of this class have the same types: CAF's classes that are templates
/// over the types. A caf::message, or a view of others, may hold anything.
bool has_fixed_types(const caf::type_erased_tuple& content) {
  auto name = std::string_view{typeid(content).name()};
  return name.starts_with("N3caf6detail10tuple_valsI") ||
         name.starts_with("N3caf20mailbox_element_valsI");
}

kind kind_of(const caf::type_erased_tuple& content) {
  auto number_at = [&](size_t at) {
    return recorder::constants::number_of(key_of(content.type(at)));
  };
  for (size_t at = 0; at < content.size(); ++at)
    for (const auto& one : described)
      if (one.type == content.type(at).second)
        return {&typeid(content), one.act, static_cast<uint32_t>(at), number_at(at)};
  return {&typeid(content), nullptr, 0, content.empty() ? uint16_t{0} : number_at(0)};
}

/// The kinds of the last contents of a thread, by the type of the tuple that holds them: to ask
/// each content for its types would be three virtual calls.
class kinds {
public:
  const kind& of(const caf::type_erased_tuple& content) {
    auto& there = places_[address_place<size>(&typeid(content))];
    if (there.content != &typeid(content)) [[unlikely]]
      learn(there, content);
    return there;
  }

private:
  static constexpr size_t size = 64;

  [[gnu::noinline]] static void learn(kind& there, const caf::type_erased_tuple& content) {
    there = kind_of(content);
    if (!has_fixed_types(content))
      there.content = nullptr; // good for this one only
  }

  std::array<kind, size> places_ = {};
};

constinit thread_local kinds content_kinds;

/// The last part of a mangled name, `run_command` of `N2mw11run_commandE`.
std::string_view last_part(std::string_view mangled) {
  if (mangled.starts_with('N'))
    mangled.remove_prefix(1);
  auto part = mangled;
  while (!mangled.empty() && mangled.front() >= '0' && mangled.front() <= '9') {
    size_t length = 0;
    for (; !mangled.empty() && mangled.front() >= '0' && mangled.front() <= '9';
         mangled.remove_prefix(1))
      length = length * 10 + static_cast<size_t>(mangled.front() - '0');
    part = mangled.substr(0, length);
    mangled.remove_prefix(std::min(length, mangled.size()));
  }
  return part;
}

} // namespace

void describe(const caf::type_erased_tuple& content, entry& into) {
  const auto& what = content_kinds.of(content);
  into.type = what.number;
  if (what.act != nullptr)
    what.act(content.get(what.element), into);
}

std::string_view type_name(uintptr_t type) {
  if (type == 0)
    return "-";
  if (type < caf::type_nrs)
    return caf::numbered_type_names[type - 1];
  return last_part(std::bit_cast<const std::type_info*>(type)->name());
}

std::string_view amount_name(uintptr_t type) {
  for (const auto& one : described)
    if (std::bit_cast<uintptr_t>(one.type) == type)
      return one.amount;
  return {};
}

} // namespace mw::trace

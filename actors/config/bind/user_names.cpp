// Looks up users and groups: see user_names.hpp.
#include "actors/config/bind/user_names.hpp"

#include <cerrno>
#include <vector>

#include <grp.h>
#include <pwd.h>

namespace mw::config {

namespace {

constexpr size_t first_size = 1024;
/// A group with very many members is larger; then its number must be given.
constexpr size_t largest_size = size_t{1} << 20;

/// Calls getpwnam_r or getgrnam_r with a buffer that is large enough.
template <class Entry, class Lookup>
bool look_up(const std::string& name, Entry& entry, std::vector<char>& buffer, Lookup lookup) {
  for (size_t size = first_size; size <= largest_size; size *= 2) {
    buffer.resize(size);
    Entry* found = nullptr;
    int error = lookup(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
    if (error != ERANGE)
      return error == 0 && found;
  }
  return false;
}

/// Entry of the system's list of users.
template <class Id>
std::optional<Id> of_user(const std::string& name, Id passwd::*id) {
  passwd entry{};
  std::vector<char> buffer;
  if (!look_up(name, entry, buffer, ::getpwnam_r))
    return std::nullopt;
  return entry.*id;
}

} // namespace

std::optional<uid_t> find_user(const std::string& name) {
  return of_user(name, &passwd::pw_uid);
}

std::optional<gid_t> find_primary_group(const std::string& user) {
  return of_user(user, &passwd::pw_gid);
}

std::optional<gid_t> find_group(const std::string& name) {
  group entry{};
  std::vector<char> buffer;
  if (!look_up(name, entry, buffer, ::getgrnam_r))
    return std::nullopt;
  return entry.gr_gid;
}

} // namespace mw::config

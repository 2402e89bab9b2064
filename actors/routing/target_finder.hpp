// Which processes a target means: what a router knows of workers, without their links.
#pragma once

#include "messages/processes/route_table.hpp"
#include "messages/protocols/router.hpp"

#include <string>
#include <vector>

namespace mw {

/// A member of a router.
class target_finder {
public:
  /// One of those that a target for several means.
  struct member {
    process_key process;
    bool is_old = false;     ///< it is leaving
    std::string reason = {}; ///< why there is none, for the client; empty: there is
  };

  /// `workers`: how many relative PIDs there are at first.
  explicit target_finder(int32_t workers) : service_{.workers = workers} {}

  void up(const process_key& process) { routes_.up(process); }

  void leaving(const process_key& process) { routes_.leaving(process); }

  void down(const process_key& process, const std::string& reason, const std::string& next = {}) {
    routes_.down(process, reason, next);
  }

  void service(const service_news& news) { service_ = news; }

  found_process find(const target& where) const;

  /// Lists workers that are there, then those that are missing, in the order of their numbers.
  /// Empty: nobody is there.
  std::vector<member> find_all(const target& where) const;

  /// Finds the process that has the number of this one now; pid 0: there is no other.
  process_key successor_of(const process_key& process) const;

  bool is_leaving(const process_key& process) const { return routes_.is_leaving(process); }

  prompt_facts facts_about(const target& where) const;

private:
  found_process find_group(const target& group) const;
  std::vector<int64_t> wanted(const target& where) const;
  std::string why_missing(int64_t number) const;

  route_table routes_;
  service_news service_;
};

} // namespace mw

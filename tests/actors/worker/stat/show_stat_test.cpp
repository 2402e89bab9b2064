// The forms of `show stat`, and its rows.
#include "actors/config/proxies/server_address.hpp"
#include "actors/worker/show/show_sessions.hpp"
#include "actors/worker/stat/show_stat.hpp"
#include "actors/worker/stat/stat_columns.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace mw::show_stat_test {

using namespace mw::worker;
using namespace std::chrono_literals;

namespace {

using texts = std::vector<std::string>;

/// A `listen` with an active server, one in maintenance, and one that is down.
class stat_fixture {
public:
  stat_fixture() {
    auto& made = *all.all.emplace_back(std::make_unique<relay::proxy>());
    made.settings.name = "web";
    made.settings.id = 4;
    made.front = std::make_unique<relay::frontend>();
    made.front->settings = &made.settings;
    made.back = std::make_unique<relay::backend>();
    made.back->settings = &made.settings;
    add_server("a,b", 1);
    add_server("b", 2).admin_state = relay::admin::maintenance;
    auto& down = add_server("c", 3);
    down.state = relay::operation::stopped;
    down.check.enabled = down.check.configured = true;
    down.check.health = 1;
  }

  std::vector<stat_row> rows(const texts& words = {}) const {
    auto request = parse_stat_request(words, all);
    REQUIRE(request);
    return stat_rows(all, request->filter, {1, relay::clock::now()});
  }

  /// The names in the rows: of servers, FRONTEND and BACKEND.
  texts names(const texts& words = {}) const {
    auto found = texts{};
    for (const auto& row : rows(words))
      found.push_back(std::get<std::string>(row.values[column("svname")]));
    return found;
  }

protected:
  relay::server& add_server(const std::string& name, unsigned id) {
    auto& proxy = *all.all.front();
    auto& made = *proxy.back->servers.emplace_back(std::make_unique<relay::server>());
    made.settings.name = name;
    made.settings.id = id;
    made.owner = proxy.back.get();
    made.address = config::find_server_address("127.0.0.1:80")->address;
    made.effective_weight = 16;
    return made;
  }

  relay::proxies all;
};

} // namespace

TEST_CASE_METHOD(stat_fixture, "show stat has a row for each side and each server") {
  CHECK(names() == texts{"FRONTEND", "a,b", "b", "c", "BACKEND"});
  CHECK(names({"web", "1", "-1"}) == texts{"FRONTEND"});
  CHECK(names({"4", "4", "2"}) == texts{"b"});
  CHECK(names({"4", "6", "-1"}) == texts{"a,b", "b", "c", "BACKEND"});
  CHECK(names({"5", "-1", "-1"}).empty());
  CHECK(names({"no-maint"}) == texts{"FRONTEND", "a,b", "c", "BACKEND"});
  CHECK(names({"up"}) == texts{"FRONTEND", "a,b", "BACKEND"});
  CHECK(parse_stat_request(texts{"nosuch", "1", "1"}, all).error() == "No such proxy.\n");
}

TEST_CASE_METHOD(stat_fixture, "the status of a server says how it is") {
  auto status = [&](size_t place) { return status_of(*all.all[0]->back->servers[place]); };
  CHECK(status(0) == "no check");
  CHECK(status(1) == "MAINT");
  CHECK(status(2) == "DOWN 1/2");
  auto& x = *all.all[0]->back->servers[2];
  x.state = relay::operation::running;
  x.check.health = 3;
  CHECK(status(2) == "UP 2/3");
  x.check.health = x.check.best();
  CHECK(status(2) == "UP");
  x.admin_state = relay::admin::forced_drain;
  CHECK(status(2) == "DRAIN");
  x.state = relay::operation::stopping;
  CHECK(status(2) == "NOLB");
}

TEST_CASE_METHOD(stat_fixture, "a row of csv has HAProxy's columns and quotes what needs it") {
  auto text = show_stat(rows({"4", "4", "1"}), stat_form::csv, 1);
  CHECK(text.starts_with("# pxname,svname,qcur,qmax,scur,smax,slim,stot,"));
  CHECK(text.find("agg_check_status,-,ssl_sess,") != std::string::npos);
  CHECK(
      text.find("h1_spliced_bytes_out,\nweb,\"a,b\",0,0,0,0,,0,0,0,,0,,0,0,0,0,no check,1,1,0,") !=
      std::string::npos);
  auto header = text.substr(0, text.find('\n'));
  auto row = text.substr(header.size() + 1);
  CHECK(std::count(header.begin(), header.end(), ',') == 128);
  CHECK(std::count(row.begin(), row.end(), ',') == 129);
}

TEST_CASE_METHOD(stat_fixture, "typed lines and json have what is not empty with its tags") {
  auto all_rows = rows({"4", "4", "2"});
  auto typed = show_stat(all_rows, stat_form::typed, 3);
  CHECK(typed.starts_with("S.4.2.0.pxname.3:KNS:str:web\nS.4.2.1.svname.3:KNS:str:b\n"
                          "S.4.2.2.qcur.3:MGP:u32:0\n"));
  CHECK(typed.find("\nS.4.2.55.lastsess.3:MAP:s32:-1\n") != std::string::npos);
  CHECK(typed.find("check_status") == std::string::npos);
  auto json = show_stat(all_rows, stat_form::json, 3);
  CHECK(json.starts_with(
      R"([[{"objType":"Server","proxyId":4,"id":2,"field":{"pos":0,"name":"pxname"},"processNum":3,)"
      R"("tags":{"origin":"Key","nature":"Name","scope":"Service"},"value":{"type":"str","value":"web"}})"));
  CHECK(json.ends_with("}]]\n"));
  CHECK(show_stat({}, stat_form::json, 1) == "[]\n");
}

TEST_CASE("ages are told in two units at most") {
  CHECK(human_time(45s) == "45s");
  CHECK(human_time(125s) == "2m5s");
  CHECK(human_time(3h + 10min + 9s) == "3h10m");
  CHECK(human_time(52h) == "2d4h");
}

} // namespace mw::show_stat_test

// Tools that were written for a worker's own socket, run for real on a -S with a target.
#include "tests/programs/haproxy.hpp"

#include <catch2/catch.hpp>

using namespace mw;
using namespace mw::test;

namespace {

/// A master with an HAProxy whose proxies have names, and a socket that is as worker 1's own.
struct served_tool {
  temporary_folder folder{};
  std::string path = folder / "worker";
  service master{{.configuration = http_configuration(answering_frontend("FOLDER/web") +
                                                      "backend app\n  server one 127.0.0.1:9\n"),
                  .arguments = with_haproxy({"-S", path + ",target,@1"})}};

  /// The exporter's answer over HTTP.
  std::string scraped() {
    auto exporter = program{
        {.arguments = {"--haproxy.scrape-uri=unix:" + path, "--web.listen-address=127.0.0.1:0"},
         .in_front = {"/bin/sh", "-c", "exec prometheus-haproxy-exporter \"$@\""}}};
    constexpr auto place = std::string_view{"address=127.0.0.1:"};
    exporter.await_error("Listening on");
    exporter.await_error(place);
    auto at = exporter.errors().find(place) + place.size();
    auto client = cli_client{static_cast<uint16_t>(std::stoi(exporter.errors().substr(at)))};
    client.send("GET /metrics HTTP/1.0\r\n\r\n");
    return client.read_to_end();
  }
};

// A terminal in which `q` is typed once the screen is drawn.
constexpr auto in_terminal = "printf q | TERM=xterm timeout 20 script -qec "
                             "\"stty rows 40 cols 140; hatop -s $1\" /dev/null";

} // namespace

TEST_CASE_METHOD(served_tool,
                 "the exporter for Prometheus reads a worker over and over, and the next "
                 "one after a reload") {
  for (auto round = 0; round < 2; ++round) {
    auto metrics = scraped();
    CHECK_THAT(metrics, Catch::Contains("\nhaproxy_up 1\n"));
    CHECK_THAT(metrics, Catch::Contains("haproxy_server_up{backend=\"app\",server=\"one\"}"));
    CHECK_THAT(metrics, Catch::Contains("haproxy_exporter_csv_parse_failures_total 0"));
    master.must_reload();
  }
}

TEST_CASE_METHOD(served_tool, "hatop draws a worker's proxies and servers") {
  auto ended = run({.arguments = {path}, .in_front = {"/bin/sh", "-c", in_terminal}});
  CAPTURE(ended.out, ended.errors);
  CHECK(ended.code == 0);
  for (const auto* name : {"HATop", "FRONTEND", "app", "one"})
    CHECK_THAT(ended.out, Catch::Contains(name));
}

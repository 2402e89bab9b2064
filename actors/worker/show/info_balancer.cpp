// Fields of `show info` about traffic, and those that are HAProxy's alone: see info_row.hpp.
#include "actors/relay/engine.hpp"
#include "actors/worker/show/info_row.hpp"

#include <array>

namespace mw::worker {

namespace {

using maybe = std::optional<info_value>;

/// Tools that read HAProxy's list expect every field.
maybe always_zero(const info_source&) {
  return uint32_t{0};
}

constexpr std::array rows_of_balancer{
    info_row{10, "PoolAlloc_MB", "MGPV", "Memory of pools, which there are none of", always_zero},
    info_row{11, "PoolUsed_MB", "MGPV", "Memory of pools, which there are none of", always_zero},
    info_row{12, "PoolFailed", "MCPV", "Failed allocations of pools", always_zero},
    info_row{15, "Maxconn", "CLPV", "Limit of connections of clients",
             [](const info_source& s) -> maybe { return small(relayed(s).maxconn); }},
    info_row{16, "Hard_maxconn", "CLPV", "Highest value that Maxconn can be set to",
             [](const info_source& s) -> maybe { return small(relayed(s).hard_maxconn); }},
    info_row{20, "MaxSslConns", "MMPV", "Limit of TLS connections", always_zero},
    info_row{21, "CurrSslConns", "MGPV", "TLS connections now", always_zero},
    info_row{22, "CumSslConns", "MCPV", "TLS connections since this worker was started",
             always_zero},
    info_row{23, "Maxpipes", "CLPV", "Limit of pipes for splicing, 0 if there is none",
             always_zero},
    info_row{24, "PipesUsed", "MGPV", "Pipes that connections splice through now",
             [](const info_source& s) -> maybe { return relayed(s).pipes_used; }},
    info_row{25, "PipesFree", "MGPV", "Pipes that are open and free",
             [](const info_source& s) -> maybe { return relayed(s).pipes_free; }},
    info_row{27, "ConnRateLimit", "CLPV", "Limit of ConnRate", always_zero},
    info_row{
        29, "SessRate", "MRPV", "New connections of clients in the last second",
        [](const info_source& s) -> maybe { return small(relayed(s).rate.per_second(s.now.now)); }},
    info_row{30, "SessRateLimit", "CLPV", "Limit of SessRate", always_zero},
    info_row{31, "MaxSessRate", "MRPV", "Highest SessRate since this worker was started",
             [](const info_source& s) -> maybe { return small(relayed(s).rate.highest()); }},
    info_row{32, "SslRate", "MRPV", "New TLS connections in the last second", always_zero},
    info_row{33, "SslRateLimit", "CLPV", "Limit of SslRate", always_zero},
    info_row{34, "MaxSslRate", "MMPV", "Highest SslRate", always_zero},
    info_row{35, "SslFrontendKeyRate", "MGPV", "New TLS keys of clients in the last second",
             always_zero},
    info_row{36, "SslFrontendMaxKeyRate", "MMPV", "Highest SslFrontendKeyRate", always_zero},
    info_row{37, "SslFrontendSessionReuse_pct", "MGPV",
             "Percent of TLS sessions that were used again", always_zero},
    info_row{38, "SslBackendKeyRate", "MRPV", "New TLS keys of servers in the last second",
             always_zero},
    info_row{39, "SslBackendMaxKeyRate", "MMPV", "Highest SslBackendKeyRate", always_zero},
    info_row{40, "SslCacheLookups", "MCPV", "Look-ups of TLS sessions", always_zero},
    info_row{41, "SslCacheMisses", "MCPV", "Look-ups of TLS sessions that found none", always_zero},
    info_row{42, "CompressBpsIn", "MRPV", "Bytes to compress in the last second", always_zero},
    info_row{43, "CompressBpsOut", "MRPV", "Compressed bytes in the last second", always_zero},
    info_row{44, "CompressBpsRateLim", "CLPV", "Limit of CompressBpsOut", always_zero},
    info_row{47, "Tasks", "MGPV", "Connections of clients and of the CLI",
             [](const info_source& s) -> maybe {
               return small(s.counters().connections + relayed(s).sessions.current);
             }},
    info_row{48, "Run_queue", "MGPV", "Tasks that wait for the processor", always_zero},
    info_row{56, "ActivePeers", "MGPV", "Peers that are connected", always_zero},
    info_row{57, "ConnectedPeers", "MGPV", "Peers that have begun to connect", always_zero},
    info_row{58, "DroppedLogs", "MGPV", "Log lines that their target did not take",
             [](const info_source& s) -> maybe { return small(relayed(s).total->dropped_logs); }},
    info_row{59, "BusyPolling", "MGPV", "1 if it never sleeps", always_zero},
    info_row{60, "FailedResolutions", "MGPV", "Failed DNS resolutions", always_zero},
    info_row{62, "TotalSplicdedBytesOut", "MGPV",
             "Bytes that went through a pipe since this worker was started",
             [](const info_source& s) -> maybe { return relayed(s).total->spliced_bytes; }},
    info_row{64, "DebugCommandsIssued", "MGPV", "Debug commands that were run", always_zero},
    info_row{65, "CumRecvLogs", "MCPV", "Log messages that were received", always_zero},
    info_row{68, "PoolAlloc_bytes", "MGPV", "Memory of pools, which there are none of",
             [](const info_source&) -> maybe { return uint64_t{0}; }},
    info_row{69, "PoolUsed_bytes", "MGPV", "Memory of pools, which there are none of",
             [](const info_source&) -> maybe { return uint64_t{0}; }},
};

} // namespace

const relay::proxies& relayed(const info_source& s) {
  static const relay::proxies none;
  return s.worker.balancer != nullptr ? s.worker.balancer->state() : none;
}

std::span<const info_row> balancer_info_rows() {
  return rows_of_balancer;
}

} // namespace mw::worker

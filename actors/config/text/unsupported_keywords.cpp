// Known words of HAProxy's configuration: see unsupported_keywords.hpp.
#include "actors/config/text/unsupported_keywords.hpp"

#include "actors/config/text/word_list.hpp"

namespace mw::config {

namespace {

constexpr std::string_view global_text =
    "busy-polling ca-base close-spread-time cluster-secret cpu-map crt-base default-path "
    "expose-experimental-directives external-check fd-hard-limit grace "
    "h1-accept-payload-with-any-method h1-case-adjust h1-case-adjust-file "
    "h2-workaround-bogus-websocket-clients httpclient.resolvers.id "
    "httpclient.resolvers.prefer httpclient.ssl.ca-file httpclient.ssl.verify "
    "insecure-fork-wanted insecure-setuid-wanted issuers-chain-path "
    "log-send-hostname log-tag lua-load lua-load-per-thread lua-prepend-path "
    "max-spread-checks maxcompcpuusage maxcomprate maxconnrate maxpipes maxsessrate "
    "maxsslconn maxsslrate maxzlibmem nbthread no-memory-trimming noepoll noevports "
    "nogetaddrinfo nokqueue nopoll noreuseport nosplice numa-cpu-mapping pp2-never-send-local "
    "prealloc-fd profiling.memory profiling.tasks quiet "
    "set-dumpable set-var set-var-fmt ssl-default-bind-ciphers "
    "ssl-default-bind-ciphersuites ssl-default-bind-curves ssl-default-bind-options "
    "ssl-default-server-ciphers ssl-default-server-ciphersuites ssl-default-server-options "
    "ssl-dh-param-file ssl-engine ssl-load-extra-del-ext ssl-load-extra-files ssl-mode-async "
    "ssl-propquery ssl-provider ssl-provider-path ssl-server-verify ssl-skip-self-issued-ca "
    "strict-limits thread-group thread-groups tune.buffers.limit tune.buffers.reserve "
    "tune.bufsize tune.chksize tune.comp.maxlevel tune.fail-alloc tune.fd.edge-triggered "
    "tune.h2.header-table-size tune.h2.initial-window-size tune.h2.max-concurrent-streams "
    "tune.h2.max-frame-size tune.http.cookielen tune.http.logurilen tune.http.maxhdr "
    "tune.idle-pool.shared tune.idletimer tune.listener.multi-queue tune.lua.forced-yield "
    "tune.lua.maxmem tune.lua.service-timeout tune.lua.session-timeout tune.lua.task-timeout "
    "tune.maxaccept tune.maxpollevents tune.maxrewrite tune.pattern.cache-size "
    "tune.peers.max-updates-at-once tune.pipesize tune.pool-high-fd-ratio "
    "tune.pool-low-fd-ratio tune.rcvbuf.client tune.rcvbuf.server tune.recv_enough "
    "tune.runqueue-depth tune.sched.low-latency tune.sndbuf.client tune.sndbuf.server "
    "tune.ssl.cachesize tune.ssl.capture-buffer-size tune.ssl.capture-cipherlist-size "
    "tune.ssl.default-dh-param tune.ssl.force-private-cache tune.ssl.hard-maxrecord "
    "tune.ssl.keylog tune.ssl.lifetime tune.ssl.maxrecord tune.ssl.ssl-ctx-cache-size "
    "tune.vars.check-max-size tune.vars.global-max-size tune.vars.proc-max-size "
    "tune.vars.reqres-max-size tune.vars.sess-max-size tune.vars.txn-max-size "
    "tune.zlib.memlevel tune.zlib.windowsize unix-bind zero-warning";

constexpr std::string_view proxy_text =
    "acl backlog balance bind bind-process capture clitcpka-cnt clitcpka-idle "
    "clitcpka-intvl clitimeout compression contimeout cookie declare default-server "
    "default_backend description disabled dispatch email-alert enabled error-log-format "
    "errorfile errorfiles errorloc errorloc302 errorloc303 external-check filter "
    "force-persist fullconn grace guid hash-balance-factor hash-preserve-affinity hash-type "
    "http-after-response http-check http-error http-request http-response http-reuse "
    "http-send-name-header id ignore-persist load-server-state-from-file log log-format "
    "log-format-sd log-steps log-tag max-keep-alive-queue max-session-srv-conns maxconn "
    "mode monitor monitor-net monitor-uri option persist quic-initial rate-limit redirect "
    "retries retry-on server server-state-file-name server-template source srvtcpka-cnt "
    "srvtcpka-idle srvtcpka-intvl srvtimeout stats stick stick-table tcp-check tcp-request "
    "tcp-response timeout transparent unique-id-format unique-id-header use-fcgi-app "
    "use-server use_backend";

constexpr std::string_view negatable_text =
    "option log busy-polling set-dumpable strict-limits insecure-fork-wanted "
    "numa-cpu-mapping";

constexpr std::string_view directive_text = ".if .elif .else .endif .diag .notice .warning .alert";

} // namespace

std::span<const std::string_view> unsupported_global_keywords() {
  static const auto words = words_of(global_text);
  return words;
}

std::span<const std::string_view> proxy_keywords() {
  static const auto words = words_of(proxy_text);
  return words;
}

std::span<const std::string_view> negatable_keywords() {
  static const auto words = words_of(negatable_text);
  return words;
}

std::span<const std::string_view> directives() {
  static const auto words = words_of(directive_text);
  return words;
}

} // namespace mw::config

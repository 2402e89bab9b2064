// The one list of everything that may travel in a message.
#pragma once

#include "messages/base/error.hpp"
#include "messages/base/health.hpp"
#include "messages/processes/events.hpp"
#include "messages/protocols/applet.hpp"
#include "messages/protocols/carried_totals.hpp"
#include "messages/protocols/command.hpp"
#include "messages/protocols/command_log.hpp"
#include "messages/protocols/configuration_loader.hpp"
#include "messages/protocols/fan_out.hpp"
#include "messages/protocols/guardian_keeper.hpp"
#include "messages/protocols/haproxy_cli.hpp"
#include "messages/protocols/listener.hpp"
#include "messages/protocols/master.hpp"
#include "messages/protocols/program_keeper.hpp"
#include "messages/protocols/route_news.hpp"
#include "messages/protocols/router.hpp"
#include "messages/protocols/session.hpp"
#include "messages/protocols/watchdog.hpp"
#include "messages/protocols/worker_link.hpp"
#include "messages/protocols/worker_proxy.hpp"

#include <caf/error.hpp>
#include <caf/type_id.hpp>

CAF_BEGIN_TYPE_ID_BLOCK(mw, caf::first_custom_type_id)

CAF_ADD_TYPE_ID(mw, (mw::errc))

CAF_ADD_TYPE_ID(mw, (mw::cancel_command))
CAF_ADD_TYPE_ID(mw, (mw::command_input))
CAF_ADD_TYPE_ID(mw, (mw::reply_chunk))
CAF_ADD_TYPE_ID(mw, (mw::reply_credit))
CAF_ADD_TYPE_ID(mw, (mw::reply_end))
CAF_ADD_TYPE_ID(mw, (mw::run_command))

CAF_ADD_TYPE_ID(mw, (mw::ask_end))
CAF_ADD_TYPE_ID(mw, (mw::channel_opened))
CAF_ADD_TYPE_ID(mw, (mw::control_lent))
CAF_ADD_TYPE_ID(mw, (mw::counters_lent))
CAF_ADD_TYPE_ID(mw, (mw::end_of_process))
CAF_ADD_TYPE_ID(mw, (mw::lend_control))
CAF_ADD_TYPE_ID(mw, (mw::lend_counters))
CAF_ADD_TYPE_ID(mw, (mw::open_channel))
CAF_ADD_TYPE_ID(mw, (mw::signal_worker))
CAF_ADD_TYPE_ID(mw, (mw::stop_worker))

CAF_ADD_TYPE_ID(mw, (mw::assignment))
CAF_ADD_TYPE_ID(mw, (mw::command_route))
CAF_ADD_TYPE_ID(mw, (mw::find_process))
CAF_ADD_TYPE_ID(mw, (mw::find_successor))
CAF_ADD_TYPE_ID(mw, (mw::found_process))
CAF_ADD_TYPE_ID(mw, (mw::lease_recalled))
CAF_ADD_TYPE_ID(mw, (mw::lease_released))
CAF_ADD_TYPE_ID(mw, (mw::lease_use))
CAF_ADD_TYPE_ID(mw, (mw::prompt_facts))
CAF_ADD_TYPE_ID(mw, (mw::runner_idle))
CAF_ADD_TYPE_ID(mw, (mw::runner_lease))
CAF_ADD_TYPE_ID(mw, (mw::service_news))
CAF_ADD_TYPE_ID(mw, (mw::successor))
CAF_ADD_TYPE_ID(mw, (mw::take_samples))
CAF_ADD_TYPE_ID(mw, (mw::target))
CAF_ADD_TYPE_ID(mw, (mw::watch_prompt))
CAF_ADD_TYPE_ID(mw, (mw::watch_routes))
CAF_ADD_TYPE_ID(mw, (mw::worker_down))
CAF_ADD_TYPE_ID(mw, (mw::worker_leaving))
CAF_ADD_TYPE_ID(mw, (mw::worker_up))

CAF_ADD_TYPE_ID(mw, (mw::ask_startup_log))
CAF_ADD_TYPE_ID(mw, (mw::list_processes))
CAF_ADD_TYPE_ID(mw, (mw::process_table))
CAF_ADD_TYPE_ID(mw, (mw::reload))
CAF_ADD_TYPE_ID(mw, (mw::reload_result))
CAF_ADD_TYPE_ID(mw, (mw::signal_received))
CAF_ADD_TYPE_ID(mw, (mw::startup_log))
CAF_ADD_TYPE_ID(mw, (mw::watch_certificate))
CAF_ADD_TYPE_ID(mw, (mw::worker_ended))
CAF_ADD_TYPE_ID(mw, (mw::worker_liveness))
CAF_ADD_TYPE_ID(mw, (mw::worker_ready))
CAF_ADD_TYPE_ID(mw, (mw::worker_said))
CAF_ADD_TYPE_ID(mw, (mw::worker_started))

CAF_ADD_TYPE_ID(mw, (mw::program_ended))
CAF_ADD_TYPE_ID(mw, (mw::program_started))
CAF_ADD_TYPE_ID(mw, (mw::programs_changed))
CAF_ADD_TYPE_ID(mw, (mw::programs_gone))
CAF_ADD_TYPE_ID(mw, (mw::run_programs))
CAF_ADD_TYPE_ID(mw, (mw::stop_programs))

CAF_ADD_TYPE_ID(mw, (mw::guard_process))

CAF_ADD_TYPE_ID(mw, (mw::load_configuration))
CAF_ADD_TYPE_ID(mw, (mw::loaded_configuration))

CAF_ADD_TYPE_ID(mw, (mw::alive))
CAF_ADD_TYPE_ID(mw, (mw::health_check))

CAF_ADD_TYPE_ID(mw, (mw::command_records))
CAF_ADD_TYPE_ID(mw, (mw::records_due))

CAF_ADD_TYPE_ID(mw, (mw::ask_totals))
CAF_ADD_TYPE_ID(mw, (mw::last_call))
CAF_ADD_TYPE_ID(mw, (mw::last_call_over))
CAF_ADD_TYPE_ID(mw, (mw::totals_reading))

CAF_ADD_TYPE_ID(mw, (mw::ask_events))
CAF_ADD_TYPE_ID(mw, (mw::commands_done))
CAF_ADD_TYPE_ID(mw, (mw::event_history))
CAF_ADD_TYPE_ID(mw, (mw::lifecycle_events))
CAF_ADD_TYPE_ID(mw, (mw::watch_events))

CAF_ADD_TYPE_ID(mw, (mw::check_entry))
CAF_ADD_TYPE_ID(mw, (mw::client_named))
CAF_ADD_TYPE_ID(mw, (mw::client_secured))
CAF_ADD_TYPE_ID(mw, (mw::renew_certificate))
CAF_ADD_TYPE_ID(mw, (mw::round_due))
CAF_ADD_TYPE_ID(mw, (mw::stop_listening))

CAF_ADD_TYPE_ID(mw, (mw::event_watcher_actor))
CAF_ADD_TYPE_ID(mw, (mw::input_sink_actor))
CAF_ADD_TYPE_ID(mw, (mw::leasable_runner_actor))
CAF_ADD_TYPE_ID(mw, (mw::listener_actor))
CAF_ADD_TYPE_ID(mw, (mw::master_actor))
CAF_ADD_TYPE_ID(mw, (mw::prompt_watcher_actor))
CAF_ADD_TYPE_ID(mw, (mw::reply_sink_actor))
CAF_ADD_TYPE_ID(mw, (mw::route_watcher_actor))
CAF_ADD_TYPE_ID(mw, (mw::router_actor))
CAF_ADD_TYPE_ID(mw, (mw::running_command_actor))
CAF_ADD_TYPE_ID(mw, (mw::worker_link_actor))
CAF_ADD_TYPE_ID(mw, (mw::worker_proxy_actor))

CAF_END_TYPE_ID_BLOCK(mw)

CAF_ERROR_CODE_ENUM(mw::errc, "mw")

// The second part of the start: opens what is to be open, and takes the process to where it is to
// run.
#pragma once

#include "actors/start/launch_checks.hpp"

namespace mw {

/// Prepares the process for what it is to run: ignored signals, and as many descriptors as it may
/// have.
void prepare_process();

/// Each step tells what is wrong, and answers whether all is well.

/// Opens the sockets of the CLIs, with their certificates, and tells workers and programs of them
/// by the environment.
bool open_clis(launch& start, const master_options& options);

/// Opens the workers' sockets. Before the background: who started us shall read why a port cannot
/// be had.
bool make_first_plan(launch& start);

/// In the background, if it is asked for, the process is another one from there on.
bool go_to_background(launch& start);

/// HAProxy's processes, and what programs start, do not see that their master is gone. What they
/// leave behind is this process's from there on.
bool start_guardian(launch& start);

/// From there on the last messages between actors are there to be looked at, should it come to
/// that.
bool begin_recording(const master_options& options);

} // namespace mw

// The headers that cost most to compile and never change.
#pragma once

#include <caf/all.hpp>

#include <asio.hpp>

#include <string>
#include <vector>

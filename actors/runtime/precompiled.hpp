// The headers that cost most to compile and never change.
#pragma once

#include <asio.hpp>
#include <caf/all.hpp>

#include <string>
#include <vector>

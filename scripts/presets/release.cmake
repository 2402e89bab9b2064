# Preset release: optimised, with line numbers, to be run and measured.
set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG" CACHE STRING "")
set(MW_SANITIZE "" CACHE STRING "")

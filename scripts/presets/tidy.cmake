# Preset tidy: for clang-tidy only, which cannot read g++'s precompiled headers; nothing is compiled.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "")
# g++ attributes that clang does not know are no findings.
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g -Wno-unknown-attributes" CACHE STRING "")
set(MW_SANITIZE "" CACHE STRING "")
set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON CACHE BOOL "")
# Catch2's macros make a minute of each test file, and findings of their own.
set(MW_TESTS OFF CACHE BOOL "")

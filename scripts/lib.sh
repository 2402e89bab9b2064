# The project's folder, its packages and its presets, for all scripts. Sourced, not run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Paths in the compiler's cache are relative to the folder, so that clones share its objects.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

# Debian 12's packages for each purpose.
# shellcheck disable=SC2034  # used by those who source this
{
  build_packages=(
    g++ cmake ninja-build ccache libcaf-dev libasio-dev catch2 libfmt-dev
    nlohmann-json3-dev libexpected-dev libcli11-dev libsystemd-dev libssl-dev libpcre2-dev
  )
  test_packages=(socat openssl haproxy libfaketime varnish hatop prometheus prometheus-haproxy-exporter)
  check_packages=(clang-format clang-tidy shellcheck)
}

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

die() {
  say "$@"
  exit 1
}

# Prints the given packages that are not installed.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${Package}:${db:Status-Status}\n' "$@" 2>/dev/null) || true
  local package
  for package in "$@"; do
    grep -qxF "$package:installed" <<<"$installed" || echo "$package"
  done
}

# Runs apt-get as root, without questions but that for sudo's password.
as_root_apt() {
  local sudo=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "installing packages needs root, and there is no sudo"
    sudo=(sudo)
    [[ -t 0 ]] || sudo+=(-n)
  fi
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q -o DPkg::Lock::Timeout=120 "$@" </dev/null >&2
}

# Installs the given packages that are missing; takes no time if none is.
need_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is not Debian, so these have to be there already: $*"
    return
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]})) || return 0
  say "installing ${missing[*]}"
  as_root_apt update || say "apt-get update failed; trying with the package lists at hand"
  as_root_apt install -y --no-install-recommends "${missing[@]}" ||
    die "apt-get could not install: ${missing[*]}"
}

# Prints the number of compiler processes at once: $MW_JOBS, or one per core, but each may take a gigabyte.
parallel_jobs() {
  if [[ ${MW_JOBS:-} ]]; then
    echo "$MW_JOBS"
    return
  fi
  local cores gigabytes
  cores=$(nproc)
  gigabytes=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo)
  ((gigabytes = gigabytes > 0 ? gigabytes : 1))
  echo $((cores < gigabytes ? cores : gigabytes))
}

# Makes the build tree .build/<preset>, or makes it anew if the preset is younger.
configure() {
  local preset=$1
  local tree=$root/.build/$preset settings=$root/scripts/presets/$preset.cmake
  [[ -f $settings ]] || die "there is no preset '$preset', only: $(list_presets)"
  [[ -f $tree/configured && $tree/configured -nt $settings ]] && return
  cmake --fresh -C "$settings" -S "$root" -B "$tree" -G Ninja >&2 ||
    die "cmake could not configure $tree"
  touch "$tree/configured"
}

list_presets() {
  local each
  for each in "$root"/scripts/presets/*.cmake; do
    basename "$each" .cmake
  done | paste -sd' '
}

# Prints every file of the project that people write, one path a line, relative to its folder.
project_files() {
  (cd "$root" && find . -regextype posix-extended -type d -regex '\./(\.git|\.build.*|build)' -prune \
    -o -type f ! -regex '\./(mw-actors|compile_commands\.json)' -printf '%P\n' | sort)
}

# Prints the files that are C++.
cpp_files() { project_files | grep -E '\.[ch]pp$'; }

# Prints the files that a shell runs.
shell_files() {
  (cd "$root" && project_files | xargs grep -lE '^#!/bin/(ba)?sh' && echo scripts/lib.sh)
}

# shellcheck shell=bash
# What deploy/test and deploy/quickstart share: the repository root, plain output, and what the machine must have.
# Sourced, never run. Adds nothing to the machine but the Debian packages listed here.

# shellcheck disable=SC2034 # used by the scripts that source this
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
packages=(libsodium-dev libmosquitto-dev libsqlite3-dev mosquitto mosquitto-clients pkg-config)
swift_needed=6.3
PATH=$PATH:/usr/sbin:/sbin # Debian keeps mosquitto where a user's PATH does not look.

bold='' red='' plain=''
if [[ ${CI:-} == true ]]; then
  export NO_COLOR=1 TERM=dumb
elif [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
fi

heading() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
note() { printf -- '-- %s\n' "$*"; }
die() {
  printf '%s%s: %s%s\n' "$red" "${0##*/}" "$*" "$plain" >&2
  exit 1
}

# Prints the packages that are not installed, one a line.
missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null) == installed* ]] || printf '%s\n' "$package"
  done
}

# Installs what is missing; says what to type where it cannot.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    note "This is not a Debian system, so nothing is installed. Needed are what Debian calls: ${packages[*]}"
    return
  fi
  local missing as_root=()
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then
    note "Debian packages: all present"
    return
  fi
  local advice="cannot install the missing packages. As root, type: apt-get update && apt-get install ${missing[*]}"
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die "$advice"
    as_root=(sudo)
  fi
  note "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq || note "The package lists could not be updated; trying with the old ones"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" || die "$advice"
  if [[ " ${missing[*]} " == *" mosquitto "* && -d /run/systemd/system ]]; then
    note "Debian starts a mosquitto service on port 1883 with the package. It is not used here and left alone;" \
      "to stop it: sudo systemctl disable --now mosquitto"
  fi
}

# Ends with a sentence unless a new enough Swift is in the PATH.
need_swift() {
  local advice="Swift $swift_needed or newer is needed: https://www.swift.org/install/linux" found
  command -v swift >/dev/null || die "there is no swift in the PATH. $advice"
  found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p') || true
  printf '%s\n' "$swift_needed" "${found:-0}" | sort -C -V || die "found Swift ${found:-of unknown version}. $advice"
  note "Swift $found"
}

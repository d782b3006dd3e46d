# shellcheck shell=bash
# Functions that the scripts in ci/ share.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $1"
  shift
  for line in "$@"; do say "       $line"; done
  exit 1
}

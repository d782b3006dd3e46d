# shellcheck shell=bash
# Functions that print the messages of all scripts.

# say MESSAGE: prints a message to stderr.
say() { printf '%s\n' "$*" >&2; }

# die ERROR ADVICE...: prints an error, what you can do, and ends the script.
die() {
  say "error: $1"
  shift
  for line in "$@"; do say "       $line"; done
  exit 1
}

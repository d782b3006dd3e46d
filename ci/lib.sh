# shellcheck shell=bash
# Functions that the scripts in ci/ share.

source run/messages.sh

# config_value FILE KEY: prints the value of a key of the program in a stack file, or nothing. Pulumi also accepts keys
# without the project's name.
config_value() {
  local value
  value=$(run/yaml get "$1" config "spark:$2")
  [[ -n $value ]] || value=$(run/yaml get "$1" config "$2")
  printf '%s\n' "$value"
}

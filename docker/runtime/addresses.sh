# shellcheck shell=sh
# in_brackets ADDRESS: an IPv6 address in brackets, as Spark and URLs take it; any other host as it is. Kubernetes and
# `hostname -i` give it without (SPARK-39457: Spark ends with "Expected hostname or IPv6 IP enclosed in []").
in_brackets() {
  case $1 in
    \[*) printf '%s\n' "$1" ;;
    *:*:*) printf '[%s]\n' "$1" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

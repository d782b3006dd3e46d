# shellcheck shell=sh
# in_brackets ADDRESS: prints an IPv6 address in brackets, as Spark and URLs require, and any other host unchanged.
# Kubernetes and `hostname -i` return IPv6 addresses without brackets (SPARK-39457: Spark ends with "Expected hostname
# or IPv6 IP enclosed in []").
in_brackets() {
  case $1 in
    \[*) printf '%s\n' "$1" ;;
    *:*:*) printf '[%s]\n' "$1" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

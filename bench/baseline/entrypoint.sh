#!/bin/bash
# Gives a user without a name one, because Hadoop requires it, and executes the command.
set -euo pipefail

if ! getent passwd "$(id -u)" >/dev/null; then
  NSS_WRAPPER_PASSWD=$(mktemp)
  echo "spark:x:$(id -u):$(id -g):Spark:/opt/spark:/bin/false" >"$NSS_WRAPPER_PASSWD"
  export NSS_WRAPPER_PASSWD NSS_WRAPPER_GROUP=/etc/group LD_PRELOAD=libnss_wrapper.so
fi
exec "$@"

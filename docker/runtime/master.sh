#!/bin/sh
# Runs a master in the foreground, for manifests and compose files that use this script: RPC on 7077, UI on 8080.
# JAVA_OPTS: options of its JVM.
# shellcheck source=environment.sh
. /opt/spark/scripts/environment.sh
exec /usr/bin/tini -s -- /opt/spark/scripts/entrypoint spark-class org.apache.spark.deploy.master.Master \
  --host "$host" --port 7077 --webui-port 8080 "$@"

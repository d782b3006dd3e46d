#!/bin/sh
# Runs a worker in the foreground, for manifests and compose files that use this script: RPC on 7078, UI on 8080.
# SPARK_MASTER_HOST (spark-master), SPARK_MASTER_PORT (7077): its master. JAVA_OPTS: options of its JVM.
# shellcheck source=environment.sh
. /opt/spark/scripts/environment.sh
exec /usr/bin/tini -s -- /opt/spark/scripts/entrypoint spark-class org.apache.spark.deploy.worker.Worker \
  --host "$host" --port 7078 --webui-port 8080 "$@" "spark://$master"

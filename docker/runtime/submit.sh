#!/bin/sh
# Runs a driver in client mode, for manifests and compose files that use this script.
# MAIN_CLASS, JAR: class of the application, and absolute path of its jar in every container of the cluster.
# SPARK_MASTER_HOST (spark-master), SPARK_MASTER_PORT (7077): its master. JAVA_OPTS: options of its JVM.
# SUBMIT_OPTS: options of spark-submit. The arguments of this script are the application's.
# shellcheck source=environment.sh
. /opt/spark/scripts/environment.sh
for name in MAIN_CLASS JAR; do
  eval "value=\${$name:-}"
  if [ -z "$value" ]; then
    echo "error: $name is not set: submit.sh runs the class MAIN_CLASS of the jar at the path JAR" >&2
    exit 64
  fi
done
if [ ! -r "$JAR" ]; then
  echo "error: JAR=$JAR is not a file in this container: copy it into the image, or mount it here and in the workers" >&2
  exit 66
fi
# shellcheck disable=SC2086 # a list of options
exec /usr/bin/tini -s -- /opt/spark/scripts/entrypoint spark-submit --deploy-mode client --master "spark://$master" \
  --class "$MAIN_CLASS" ${heap:+--driver-memory "$heap"} ${options:+--driver-java-options "$options"} \
  --conf "spark.driver.host=$host" --conf spark.ui.reverseProxy=true \
  --conf spark.ui.reverseProxyUrl=/ ${SUBMIT_OPTS:-} "local://$JAR" "$@"

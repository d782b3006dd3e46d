# shellcheck shell=sh
# shellcheck disable=SC2034 # used by the scripts that source this
# Sets the variables that master.sh, worker.sh and submit.sh need, from their environment:
# $host, $master: addresses; $heap, $options: -Xmx and the rest of JAVA_OPTS; SPARK_DAEMON_*: the same for a daemon.
set -eu
# shellcheck source=addresses.sh
. /opt/spark/scripts/addresses.sh

# One address: a dual-stack pod has one of each family.
host=$(in_brackets "$(hostname -i | cut -d ' ' -f 1)")
if [ -z "$host" ]; then
  echo "error: this container's host name $(hostname) has no address: add it to /etc/hosts or to the network's DNS" >&2
  exit 68
fi
export SPARK_PUBLIC_DNS="${SPARK_PUBLIC_DNS:-$host}"

port=${SPARK_MASTER_PORT:-7077}
# Kubernetes and Docker set this variable for links to a service spark-master. Then it is not a port.
case $port in tcp://*) port=7077 ;; esac
master=$(in_brackets "${SPARK_MASTER_HOST:-spark-master}"):$port
# With these variables, Spark would take the address of the master as the address to bind to.
unset SPARK_MASTER_HOST SPARK_MASTER_PORT

# Spark accepts the heap only separately from the other options.
heap='' options=''
for option in ${JAVA_OPTS:-}; do
  case $option in
    -Xmx*) heap=${option#-Xmx} ;;
    *) options="$options $option" ;;
  esac
done
if [ -n "$heap" ]; then export SPARK_DAEMON_MEMORY="$heap"; fi
# A restarted master has another address, but the same name: workers must look it up by name.
export SPARK_DAEMON_JAVA_OPTS="-Dspark.ui.reverseProxy=true -Dspark.ui.reverseProxyUrl=/ -Dspark.worker.preferConfiguredMasterAddress=true -Dspark.master.rest.enabled=false ${SPARK_DAEMON_JAVA_OPTS:-}$options"

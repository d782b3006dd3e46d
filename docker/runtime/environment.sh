# shellcheck shell=sh
# shellcheck disable=SC2034 # used by the scripts that source this
# Sets, from their environment, what master.sh, worker.sh and submit.sh need:
# $host, $master: addresses; $heap, $options: the -Xmx and the rest of JAVA_OPTS; SPARK_DAEMON_*: the same for a daemon.
set -eu
# shellcheck source=addresses.sh
. /opt/spark/scripts/addresses.sh

# One address, also in a dual-stack pod, which has one of each family.
host=$(in_brackets "$(hostname -i | cut -d ' ' -f 1)")
if [ -z "$host" ]; then
  echo "error: this container's host name $(hostname) has no address: give it one that /etc/hosts or the network's DNS knows" >&2
  exit 68
fi
export SPARK_PUBLIC_DNS="${SPARK_PUBLIC_DNS:-$host}"

port=${SPARK_MASTER_PORT:-7077}
# Kubernetes and Docker set this variable for links to a service spark-master: it is no port then.
case $port in tcp://*) port=7077 ;; esac
master=$(in_brackets "${SPARK_MASTER_HOST:-spark-master}"):$port
# Spark would take these for what a master is to bind to.
unset SPARK_MASTER_HOST SPARK_MASTER_PORT

# Spark takes the heap only apart from the other options.
heap='' options=''
for option in ${JAVA_OPTS:-}; do
  case $option in
    -Xmx*) heap=${option#-Xmx} ;;
    *) options="$options $option" ;;
  esac
done
if [ -n "$heap" ]; then export SPARK_DAEMON_MEMORY="$heap"; fi
# After a restart the master has another address, but the same name: workers must ask for it by the name.
export SPARK_DAEMON_JAVA_OPTS="-Dspark.ui.reverseProxy=true -Dspark.ui.reverseProxyUrl=/ -Dspark.worker.preferConfiguredMasterAddress=true -Dspark.master.rest.enabled=false ${SPARK_DAEMON_JAVA_OPTS:-}$options"

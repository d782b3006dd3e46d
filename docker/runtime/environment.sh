# shellcheck shell=sh
# shellcheck disable=SC2034 # used by the scripts that source this
# What master.sh, worker.sh and submit.sh make of their environment:
# $host, $master: addresses; $heap, $options: the -Xmx and the rest of JAVA_OPTS; SPARK_DAEMON_*: the same for a daemon.
set -eu

# One address, also where a pod has one of each family; IPv6 in brackets, as a URL has it.
host=$(hostname -i | cut -d ' ' -f 1)
if [ -z "$host" ]; then
  echo "error: this container's host name $(hostname) has no address: give it one that /etc/hosts or the network's DNS knows" >&2
  exit 68
fi
case $host in *:*) host="[$host]" ;; esac
export SPARK_PUBLIC_DNS="${SPARK_PUBLIC_DNS:-$host}"

port=${SPARK_MASTER_PORT:-7077}
# Not the port, but what Kubernetes and Docker define for links to a service spark-master.
case $port in tcp://*) port=7077 ;; esac
master=${SPARK_MASTER_HOST:-spark-master}:$port
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
# The master's address in this container is gone after a restart, the name that was given for it is not.
export SPARK_DAEMON_JAVA_OPTS="-Dspark.ui.reverseProxy=true -Dspark.ui.reverseProxyUrl=/ -Dspark.worker.preferConfiguredMasterAddress=true -Dspark.master.rest.enabled=false ${SPARK_DAEMON_JAVA_OPTS:-}$options"

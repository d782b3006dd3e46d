# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# Functions and paths that the scripts of the local environment share.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LOCAL=$ROOT/local
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-spark     # everything that can be built again from the pins
DATA=${XDG_DATA_HOME:-$HOME/.local/share}/pulumi-spark # data of the environment: images, cluster, Pulumi state
RUN=/run/pulumi-spark                                  # sockets and pid files, gone after a reboot
ETC=$DATA/etc
LOGS=$DATA/log
BIN=$DATA/bin

# An address of the host that containers, pods and tests can all reach, in any network of the machine. Like all
# addresses of the cluster, it is in the range that RFC 2544 reserves for benchmarks, which real networks do not use.
HOST_IP=198.18.255.1
REGISTRY=localhost:5000
MIRROR_PORT=8099
DOCKER_SOCKET=$RUN/docker.sock
CONTAINERD_SOCKET=$RUN/containerd/containerd.sock

# own: the cluster that this environment makes. current: the cluster of KUBECONFIG or of the current context.
CLUSTER=${SPARK_CLUSTER:-own}
OWN=false
if [[ $CLUSTER == own ]]; then OWN=true; fi

export PULUMI_VERSION_LEAST=3.250.0
export HOST_IP REGISTRY MIRROR_PORT DOCKER_SOCKET CONTAINERD_SOCKET CACHE DATA RUN ETC LOGS BIN

source "$ROOT/run/messages.sh"

[[ $CLUSTER == own || $CLUSTER == current ]] || die "SPARK_CLUSTER must be own or current, and is \"$CLUSTER\"" "set it to current for the cluster of the current context, or unset it"

# step LOG DESCRIPTION COMMAND...: prints the description and runs the command, with its output in a log. It shows the
# time of a long step, and the last lines of the log if the command fails. The command runs in its own process group, so
# that Ctrl-C stops all of its processes.
step() {
  local log=$LOGS/$1.log what=$2 start=$SECONDS pid=
  shift 2
  mkdir -p "$LOGS"
  # Set before the command starts, so that no interrupt leaves it running.
  trap '[[ -z $pid ]] || kill -TERM -- "-$pid" 2>/dev/null || true; say "interrupted: run the same command again to continue"; exit 130' INT TERM HUP
  printf '%s ... ' "$what" >&2
  set -m
  ("$@") >"$log" 2>&1 </dev/null 9>&- &
  pid=$!
  set +m
  show_time "$pid" "$start" &
  if wait "$pid"; then
    trap - INT TERM HUP
    say "done ($((SECONDS - start)) s)"
  else
    trap - INT TERM HUP
    say "failed after $((SECONDS - start)) s. The last lines of $log:"
    tail -n 20 "$log" | sed 's/^/  | /' >&2
    exit 1
  fi
}

# Prints the elapsed time every 30 seconds while a step runs.
show_time() {
  local next=30
  while kill -0 "$1" 2>/dev/null; do
    if ((SECONDS - $2 >= next)); then
      printf '%s s ... ' "$((SECONDS - $2))" >&2
      next=$((next + 30))
    fi
    sleep 0.5
  done
}

# wait_for SECONDS DESCRIPTION LOG COMMAND...: waits until the command succeeds. If it does not, the function prints the
# last lines of LOG; "-" means no log.
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2 log=$3
  shift 3
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      if [[ $log != - ]]; then tail -n 15 "$log"; fi
      "$@" || true # once more, to show its error
      say "error: timed out waiting for $what"
      return 1
    fi
    sleep 0.3
  done
}

# Hashes the content of all files in folders, without those in folders named target.
key_of() { find "$@" -name target -prune -o -type f -print0 | sort -z | xargs -0 cat | sha256sum | cut -c1-12; }

# render SOURCE TARGET: writes a configuration file with its @NAME@ placeholders replaced by the values of the
# variables.
render() {
  local new
  new=$(sed -e "s|@DATA@|$DATA|g" -e "s|@RUN@|$RUN|g" -e "s|@CACHE@|$CACHE|g" -e "s|@ETC@|$ETC|g" -e "s|@BIN@|$BIN|g" \
    -e "s|@LOGS@|$LOGS|g" -e "s|@HOST_IP@|$HOST_IP|g" -e "s|@REGISTRY@|$REGISTRY|g" -e "s|@MIRROR_PORT@|$MIRROR_PORT|g" \
    -e "s|@POLICY_AGENT@|${POLICY_AGENT:-}|g" -e "s|@POLICY_QUEUE@|${POLICY_QUEUE:-}|g" \
    -e "s|@KUBERNETES_VERSION@|${KUBERNETES_VERSION:-}|g" -e "s|@DOCKER_SOCKET@|$DOCKER_SOCKET|g" -e "s|@CONTAINERD_SOCKET@|$CONTAINERD_SOCKET|g" "$1")
  if [[ -f $2 && $(<"$2") == "$new" ]]; then return 0; fi
  mkdir -p "$(dirname "$2")"
  printf '%s\n' "$new" >"$2.new"
  mv "$2.new" "$2"
}

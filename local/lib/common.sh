# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# What the scripts of the local environment share: where things are, how a step is shown, how a wait is bounded.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
LOCAL=$ROOT/local
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-spark     # what can be made again from the pins
DATA=${XDG_DATA_HOME:-$HOME/.local/share}/pulumi-spark # what the environment keeps: images, cluster, Pulumi state
RUN=/run/pulumi-spark                                  # sockets and pid files, gone after a reboot
ETC=$DATA/etc
LOGS=$DATA/log
BIN=$DATA/bin

# One address of the host that containers, pods and tests all reach, whatever network the machine is in. It lies in
# the range that RFC 2544 keeps out of real networks, as do all addresses of the cluster.
HOST_IP=198.18.255.1
REGISTRY=localhost:5000
MIRROR_PORT=8099
DOCKER_SOCKET=$RUN/docker.sock
CONTAINERD_SOCKET=$RUN/containerd/containerd.sock

# own: the cluster that is made here. current: the one of KUBECONFIG or the current context.
CLUSTER=${SPARK_CLUSTER:-own}
OWN=false
if [[ $CLUSTER == own ]]; then OWN=true; fi

export PULUMI_VERSION_LEAST=3.250.0
export HOST_IP REGISTRY MIRROR_PORT DOCKER_SOCKET CONTAINERD_SOCKET CACHE DATA RUN ETC LOGS BIN

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $1"
  shift
  for line in "$@"; do say "       $line"; done
  exit 1
}

[[ $CLUSTER == own || $CLUSTER == current ]] || die "SPARK_CLUSTER is \"$CLUSTER\"" "set it to current for the cluster of the current context, or leave it out"

# step LOG "what is done" COMMAND...: runs it with its output in a log, shows what takes long, and on failure
# the last lines of that log. The command runs in a process group of its own, so that Ctrl-C ends all of it.
step() {
  local log=$LOGS/$1.log what=$2 start=$SECONDS pid=
  shift 2
  mkdir -p "$LOGS"
  # Before anything runs that would outlive it.
  trap '[[ -z $pid ]] || kill -TERM -- "-$pid" 2>/dev/null || true; say "interrupted: run the same command again to go on"; exit 130' INT TERM HUP
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

# Shows every half minute that a long step is alive.
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

# wait_for SECONDS "what" LOG COMMAND...: until the command succeeds. LOG is the one that tells why it doesn't, or "-".
wait_for() {
  local deadline=$((SECONDS + $1)) what=$2 log=$3
  shift 3
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      if [[ $log != - ]]; then tail -n 15 "$log"; fi
      "$@" || true # once more, to show why
      say "error: not there in time: $what"
      return 1
    fi
    sleep 0.3
  done
}

# The key of what is made from files below folders: the same files, the same key.
key_of() { find "$@" -name target -prune -o -type f -print0 | sort -z | xargs -0 cat | sha256sum | cut -c1-12; }

# render SOURCE TARGET: fills in the @NAMES@ of a configuration file.
render() {
  local new
  new=$(sed -e "s|@DATA@|$DATA|g" -e "s|@RUN@|$RUN|g" -e "s|@CACHE@|$CACHE|g" -e "s|@ETC@|$ETC|g" -e "s|@BIN@|$BIN|g" \
    -e "s|@LOGS@|$LOGS|g" -e "s|@HOST_IP@|$HOST_IP|g" -e "s|@REGISTRY@|$REGISTRY|g" -e "s|@MIRROR_PORT@|$MIRROR_PORT|g" \
    -e "s|@KUBERNETES_VERSION@|${KUBERNETES_VERSION:-}|g" -e "s|@DOCKER_SOCKET@|$DOCKER_SOCKET|g" -e "s|@CONTAINERD_SOCKET@|$CONTAINERD_SOCKET|g" "$1")
  if [[ -f $2 && $(<"$2") == "$new" ]]; then return 0; fi
  mkdir -p "$(dirname "$2")"
  printf '%s\n' "$new" >"$2.new"
  mv "$2.new" "$2"
}

# shellcheck shell=bash
# The processes: a supervisor, an image registry, Spark's mirror, containerd and a Docker engine.

# shellcheck disable=SC2034 # used by the scripts that source this
PACKAGES=(ca-certificates containerd containernetworking-plugins debootstrap docker-registry docker.io iproute2 iptables procps runc supervisor)

missing_packages() {
  local package
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
  done
}

install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update
  apt-get install -y --no-install-recommends "$@"
}

ctl() { supervisorctl -c "$ETC/supervisord.conf" "$@"; }

supervised() { [[ $(ctl status "$1" 2>/dev/null) == *" RUNNING "* ]]; }

# Engine that was there before us? Ours has a socket of its own, so that the two never mix.
use_docker_host() {
  local host
  for host in "${DOCKER_HOST:-}" unix:///var/run/docker.sock; do
    if [[ -n $host && $host != "unix://$DOCKER_SOCKET" ]] && answers "$host"; then
      export DOCKER_HOST=$host OWN_ENGINE=false
      return
    fi
  done
  export DOCKER_HOST=unix://$DOCKER_SOCKET OWN_ENGINE=true
}

answers() { DOCKER_HOST=$1 docker_cli version >/dev/null 2>&1; }

# Debian's client by its path: a newer one in front of it on PATH may lack buildx, and then cannot build.
docker_cli() {
  local cli=/usr/bin/docker
  [[ -x $cli ]] || cli=docker
  DOCKER_BUILDKIT=1 "$cli" "$@"
}

start_supervisor() {
  ctl pid >/dev/null 2>&1 && return
  mkdir -p "$RUN/containerd" "$CACHE/mirror"
  supervisord -c "$ETC/supervisord.conf"
  wait_for 20 "supervisord's socket" ctl pid
}

# The kubelet first: it would restart the pods that go with containerd.
stop_processes() {
  ctl stop kubelet
  ctl shutdown
  wait_for 60 "the end of supervisord" supervisor_is_gone
}

supervisor_is_gone() { ! ctl pid; }

start() {
  local program=$1
  supervised "$program" || ctl start "$program"
}

start_processes() {
  ip address replace "$HOST_IP/32" dev lo
  if "$OWN_ENGINE" || [[ $CLUSTER == own ]]; then
    start containerd
    wait_for 30 "containerd (its log: $LOGS/containerd.log)" ctr --address "$CONTAINERD_SOCKET" version
  fi
  if "$OWN_ENGINE"; then
    start dockerd
    wait_for 60 "the Docker engine (its log: $LOGS/dockerd.log)" answers "$DOCKER_HOST"
  fi
  start registry
  wait_for 30 "the image registry (its log: $LOGS/registry.log)" curl -fsS "http://$REGISTRY/v2/"
  start mirror
  wait_for 30 "the mirror (its log: $LOGS/mirror.log)" curl -fsS "http://$HOST_IP:$MIRROR_PORT/"
}

has_base_image() { curl -fsS -o /dev/null "http://$REGISTRY/v2/debian/manifests/bookworm"; } 2>/dev/null

# A minimal Debian, as the base of every image.
make_base_image() {
  local archive=$CACHE/debian-bookworm.tar image=$REGISTRY/debian:bookworm work
  if [[ ! -f $archive ]]; then
    work=$(mktemp -d "$CACHE/building.XXXXXX")
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -rf '$work'" EXIT
    debootstrap --variant=minbase bookworm "$work/root"
    rm -rf "$work/root/var/cache/apt/archives"/*.deb "$work/root/var/lib/apt/lists"/* "$work/root/var/log"/*.log
    tar --create --sort=name --numeric-owner -C "$work/root" . >"$work/base.tar"
    mv "$work/base.tar" "$archive"
  fi
  docker_cli import "$archive" "$image"
  docker_cli push "$image"
}

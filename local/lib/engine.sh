# shellcheck shell=bash
# The processes of the environment: a supervisor, an image registry, the Spark mirror, containerd and a Docker engine.

# Prints each Debian package with the command that is needed from it, as PACKAGE:COMMAND. A package is installed only if
# its command is missing: the command may come from another source.
needed_packages() {
  printf '%s\n' ca-certificates:update-ca-certificates curl:curl debootstrap:debootstrap \
    docker-registry:docker-registry iproute2:ss iptables:iptables procps:sysctl supervisor:supervisord
  if "$OWN_ENGINE"; then printf '%s\n' docker.io:dockerd containerd:containerd runc:runc; fi
  if "$OWN"; then printf '%s\n' containerd:containerd runc:runc containernetworking-plugins:/usr/lib/cni/bridge; fi
  python3 -m pip --version >/dev/null 2>&1 || echo python3-pip:pip3
}

# missing_packages PACKAGE:COMMAND...: prints the packages whose command is missing.
missing_packages() {
  local package
  for package in "$@"; do
    command -v "${package#*:}" >/dev/null || echo "${package%:*}"
  done | sort -u
}

missing_needed_packages() {
  local needed
  mapfile -t needed < <(needed_packages)
  missing_packages "${needed[@]}"
}

# The services of the packages stay disabled, because the supervisor starts the processes.
install_packages() {
  local package
  export DEBIAN_FRONTEND=noninteractive
  if [[ ! -e /usr/sbin/policy-rc.d ]]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
  fi
  dpkg --configure -a # completes an installation that was killed
  apt-get -o DPkg::Lock::Timeout=300 update
  apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends --no-remove "$@"
  if [[ -d /run/systemd/system ]]; then
    for package in "$@"; do systemctl disable "${package%.io}" 2>/dev/null || true; done # most packages have no service
  fi
}

ctl() { supervisorctl -c "$ETC/supervisord.conf" "$@"; }

supervised() { [[ $(ctl status "$1" 2>/dev/null) == *" RUNNING "* ]]; }

# Uses a Docker engine that is already running on this machine. The engine of this environment has a socket of its own, so
# the two are never confused.
use_docker_host() {
  local host
  if [[ -n ${DOCKER_HOST:-} && $DOCKER_HOST != "unix://$DOCKER_SOCKET" ]] && ! answers "$DOCKER_HOST"; then
    die "no Docker engine answers on DOCKER_HOST, which is $DOCKER_HOST" "start the engine, or unset DOCKER_HOST"
  fi
  for host in "${DOCKER_HOST:-}" unix:///var/run/docker.sock; do
    if [[ -n $host && $host != "unix://$DOCKER_SOCKET" ]] && answers "$host"; then
      export DOCKER_HOST=$host OWN_ENGINE=false
      return
    fi
  done
  export DOCKER_HOST=unix://$DOCKER_SOCKET OWN_ENGINE=true
}

answers() { DOCKER_HOST=$1 docker_cli version >/dev/null 2>&1; }

# The path of Debian's Docker client. Another client on PATH may lack buildx and cannot build images then.
DEBIAN_DOCKER=/usr/bin/docker

docker_cli() {
  local cli=$DEBIAN_DOCKER
  [[ -x $cli ]] || cli=docker
  DOCKER_BUILDKIT=1 "$cli" "$@"
}

# Puts Debian's Docker client on the PATH of a shell with `make env`.
link_docker() { [[ ! -x $DEBIAN_DOCKER ]] || ln -sfn "$DEBIAN_DOCKER" "$BIN/docker"; }

start_supervisor() {
  ctl pid >/dev/null 2>&1 && return
  mkdir -p "$RUN/containerd" "$CACHE/mirror"
  supervisord -c "$ETC/supervisord.conf"
  wait_for 20 "supervisord" "$LOGS/supervisord.log" ctl pid
}

# The kubelet stops first, because it would restart the pods that stop with containerd.
stop_processes() {
  ctl stop kubelet
  ctl shutdown
  wait_for 60 "the end of supervisord" "$LOGS/supervisord.log" supervisor_is_gone
}

supervisor_is_gone() { ! ctl pid; }

start() {
  local program=$1
  supervised "$program" || ctl start "$program"
}

start_processes() {
  ip address replace "$HOST_IP/32" dev lo
  if "$OWN_ENGINE" || "$OWN"; then
    start containerd
    wait_for 30 "containerd" "$LOGS/containerd.log" ctr --address "$CONTAINERD_SOCKET" version
  fi
  if "$OWN_ENGINE"; then
    start dockerd
    wait_for 60 "the Docker engine" "$LOGS/dockerd.log" answers "$DOCKER_HOST"
  fi
  start registry
  wait_for 30 "the image registry" "$LOGS/registry.log" curl -fsS "http://$REGISTRY/v2/"
  start mirror
  wait_for 30 "the mirror" "$LOGS/mirror.log" curl -fsS "http://$HOST_IP:$MIRROR_PORT/"
}

has_base_image() { curl -fsS -o /dev/null "http://$REGISTRY/v2/debian/manifests/bookworm"; } 2>/dev/null

# Makes the base of every image: a minimal Debian.
make_base_image() {
  local archive=$CACHE/debian-bookworm.tar image=$REGISTRY/debian:bookworm work
  if [[ ! -f $archive ]]; then
    work=$(mktemp -d "$CACHE/building.XXXXXX")
    # shellcheck disable=SC2064 # expands the local variable now, because it is gone when the trap runs
    trap "rm -rf '$work'" EXIT
    debootstrap --variant=minbase bookworm "$work/root"
    rm -rf "$work/root/var/cache/apt/archives"/*.deb "$work/root/var/lib/apt/lists"/* "$work/root/var/log"/*.log
    tar --create --sort=name --numeric-owner -C "$work/root" . >"$work/base.tar"
    mv "$work/base.tar" "$archive"
  fi
  docker_cli import "$archive" "$image"
  docker_cli push "$image"
}

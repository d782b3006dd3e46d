# shellcheck shell=bash
# Removes leftovers of this environment: processes, mounts, network and cgroups that remain after a kill -9, a crash, or
# an interrupted stop. The functions are called when no process of this environment should run. They recognize a process
# by its files, never by the name of its program alone. They recognize firewall rules by patterns, which were recorded
# before the environment made its first rule.

clear_leftovers() {
  stop_strays
  unmount_below "$RUN"
  unmount_below "$DATA"
  ! is_our_kubernetes || unmount_below /var/lib/kubelet
  remove_network
  remove_cgroups
  rm -rf "$RUN"
}

# Containers survive a killed engine, and supervised processes survive a killed supervisor.
stop_strays() {
  local pids
  for _ in {1..100}; do
    mapfile -t pids < <(our_processes)
    ((${#pids[@]})) || return 0
    kill -KILL "${pids[@]}" 2>/dev/null || true # the process may have ended by itself
    sleep 0.1
  done
  die "cannot kill these processes: ${pids[*]}"
}

our_processes() {
  local process
  for process in /proc/[0-9]*; do
    if runs_our_files "$process" || in_our_container "$process"; then echo "${process#/proc/}"; fi
  done
}

# True for a daemon that was started with a configuration, a socket or a program of this environment.
runs_our_files() {
  local exe arguments
  exe=$(readlink "$1/exe") || return 1
  exe=${exe% (deleted)} # the package was upgraded or removed after the start
  case ${exe##*/} in
    kubernetes | kube-network-policies) [[ $exe == "$CACHE/tools/"* ]] ;;
    containerd | containerd-shim* | dockerd | docker-registry | python3*)
      arguments=$(tr '\0' ' ' <"$1/cmdline")
      [[ $arguments == *" $ETC/"* || $arguments == *" $CONTAINERD_SOCKET "* || $arguments == *" $CACHE/mirror "* ]]
      ;;
    docker-proxy) [[ $(tr '\0' ' ' <"$1/cmdline") == *"-container-ip 198.18."* ]] ;;
    *) return 1 ;;
  esac
} 2>/dev/null

# True for a process whose root file system is a container layer in the data folder of this environment.
in_our_container() {
  [[ $(readlink "$1/ns/mnt") != $(readlink /proc/self/ns/mnt) ]] &&
    awk -v data="$DATA/" '$5 == "/" && index($0, data) {found = 1} END {exit !found}' "$1/mountinfo"
} 2>/dev/null

unmount_below() {
  local mount
  awk -v top="$1" '$2 == top || index($2, top "/") == 1 {print $2}' /proc/mounts | sort -r | while read -r mount; do
    umount -l "$(printf '%b' "$mount")" || say "cannot unmount $mount"
  done
}

# Removes bridges, addresses and firewall rules, and restores the forwarding settings of the machine.
remove_network() {
  local link
  for link in cni-spark docker0; do
    if [[ $link == cni-spark ]] || ip -4 address show "$link" 2>/dev/null | grep -q 'inet 198\.18\.'; then
      ip link delete "$link" 2>/dev/null || true # does not exist
    fi
  done
  ip address delete "$HOST_IP/32" dev lo 2>/dev/null || true # does not exist
  if [[ -f $FORWARDING ]] && command -v iptables >/dev/null; then restore_forwarding; fi
}

# Stores the forwarding settings of the machine from before the first rule of this environment, and the pattern of its
# rules. Like the rules, the file is gone after a reboot.
FORWARDING=/run/pulumi-spark.forwarding

CLUSTER_RULES='KUBE-|CNI-|198\.1[89]\.'
ENGINE_RULES='DOCKER|docker0|198\.18\.'

remember_forwarding() {
  local rules=none
  if "$OWN"; then rules=$CLUSTER_RULES; fi
  if "$OWN_ENGINE"; then rules+="|$ENGINE_RULES"; fi
  printf '%s %s %s\n' "$(iptables -S FORWARD 2>&1 | awk '$1 == "-P" {print $3}')" "$(sysctl -n net.ipv4.ip_forward)" "$rules" >"$FORWARDING"
}

restore_forwarding() {
  local policy forward rules
  read -r policy forward rules <"$FORWARDING"
  remove_rules iptables "$rules"
  remove_rules ip6tables "$rules"
  # Another Docker engine that was started later has its own settings, so leave them.
  if ! answers unix:///var/run/docker.sock; then
    iptables -P FORWARD "$policy"
    sysctl -qw "net.ipv4.ip_forward=$forward"
  fi
  rm "$FORWARDING"
}

remove_rules() {
  local rules
  rules=$("$1-save" 2>/dev/null)
  if grep -qE -- "$2" <<<"$rules"; then grep -vE -- "$2" <<<"$rules" | "$1-restore"; fi
}

remove_cgroups() {
  local cgroup
  for cgroup in /sys/fs/cgroup/{,*/}{kubepods,docker}; do
    [[ ! -d $cgroup ]] || find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || true # the cgroup of another engine is in use
  done
}

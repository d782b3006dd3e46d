# shellcheck shell=bash
# Checks the requirements before anything is changed. Each failure is one error.

DISK_GIB=15  # tools, Go's caches, Spark and images; 13 GiB were measured
MEMORY_GIB=6 # a control plane, a master, two workers and a driver

check_machine() {
  ((EUID == 0)) || die "the local environment needs root, for containers, mounts and a kubelet" "run it as root, or use your own cluster: see README.md"
  # shellcheck disable=SC1091
  [[ $(. /etc/os-release && echo "$ID ${VERSION_ID%%.*}") == "debian 12" && $(uname -m) == x86_64 ]] ||
    die "the local environment needs Debian 12 on x86_64, and this machine has $(. /etc/os-release && echo "$PRETTY_NAME") on $(uname -m)" \
      "use your own cluster: see README.md"
  local tool
  for tool in go java javac mvn python3; do
    command -v $tool >/dev/null || die "$tool is not on PATH" "install Go 1.26, JDK 17, Maven 3.8 and Python 3.11, or newer"
  done
  go -C "$LOCAL/tools/kubernetes" version >/dev/null || die "$(go version) is too old" "install Go 1.26 or newer"
  local java
  java=$(javac -version 2>&1 | grep -oE '[0-9]+' | head -n 1)
  ((java >= 17)) || die "javac of JDK $java is too old" "install JDK 17 or newer"
  "$OWN" || command -v kubectl >/dev/null || die "kubectl is not on PATH" "install kubectl in the version of your cluster"
  mkdir -p "$CACHE" "$ETC" "$LOGS" "$BIN"
}

# An environment that is already built needs only a little more disk space.
check_disk() {
  local path free_gib needed=$DISK_GIB
  [[ ! -f $DATA/made-from ]] || needed=2
  for path in "$CACHE" "$DATA"; do
    free_gib=$(($(stat -f -c '%a * %S / 1073741824' "$path")))
    ((free_gib >= needed)) || die "$path has $free_gib GiB free, and $needed GiB are needed" "free some disk space, or set XDG_CACHE_HOME and XDG_DATA_HOME to another disk"
  done
}

check_memory() {
  local memory_gib
  memory_gib=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
  ((memory_gib >= MEMORY_GIB)) || die "$memory_gib GiB of memory are available, and $MEMORY_GIB GiB are needed" "stop other programs, or use your own cluster: see README.md"
}

# The ports of the processes that this environment is about to start.
check_ports() {
  local port holder
  command -v ss >/dev/null || return 0 # ss is not installed yet, so skip the check
  for port in "$@"; do
    holder=$(ss -Hltnp "sport = :$port" | head -n 1)
    [[ -z $holder ]] || die "port $port is taken by $(grep -o '"[^"]*",pid=[0-9]*' <<<"$holder" || echo "another process")" "stop it, then run the same command again"
  done
}

check_foreign_cluster() {
  if [[ -f /etc/kubernetes/admin.conf || -f /etc/kubernetes/kubelet.conf ]] && ! is_our_kubernetes; then
    die "/etc/kubernetes belongs to another cluster on this machine" "set SPARK_CLUSTER=current to use this cluster (see README.md), or remove it with kubeadm reset"
  fi
}

# can_reach NAME COMMAND...: fails if the command cannot reach a package registry, before anything is changed.
can_reach() {
  local what=$1 answer
  shift
  answer=$("$@" 2>&1) || die "cannot reach $what" "$(tail -n 1 <<<"$answer")" "check the network and the proxy settings, then run the same command again"
}

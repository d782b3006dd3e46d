# shellcheck shell=bash
# What must hold before anything is changed, each told in one line.

DISK_GIB=15  # tools, Go's caches, Spark and images, measured 13 GiB
MEMORY_GIB=6 # a control plane, a master, two workers and a driver

check_machine() {
  ((EUID == 0)) || die "the local environment needs root: containers, mounts and a kubelet" "run it as root, or use your own cluster: see README.md"
  # shellcheck disable=SC1091
  [[ $(. /etc/os-release && echo "$ID ${VERSION_ID%%.*}") == "debian 12" && $(uname -m) == x86_64 ]] ||
    die "the local environment is made for Debian 12 on x86_64, and this is $(. /etc/os-release && echo "$PRETTY_NAME") on $(uname -m)" \
      "use your own cluster: see README.md"
  local tool
  for tool in go java javac mvn python3; do
    command -v $tool >/dev/null || die "$tool is not on PATH" "install Go 1.26, JDK 17, Maven 3.8 and Python 3.11, or newer"
  done
  go -C "$LOCAL/tools/kubernetes" version >/dev/null || die "$(go version) is too old" "install Go 1.26 or newer"
  local java
  java=$(javac -version 2>&1 | grep -oE '[0-9]+' | head -n 1)
  ((java >= 17)) || die "javac is of JDK $java" "install JDK 17 or newer"
  "$OWN" || command -v kubectl >/dev/null || die "kubectl is not on PATH" "install the one of your cluster's version"
  mkdir -p "$CACHE" "$ETC" "$LOGS" "$BIN"
}

# When all is made, only a little more disk is needed.
check_disk() {
  local path free_gib needed=$DISK_GIB
  [[ ! -f $DATA/made-from ]] || needed=2
  for path in "$CACHE" "$DATA"; do
    free_gib=$(($(stat -f -c '%a * %S / 1073741824' "$path")))
    ((free_gib >= needed)) || die "$path has $free_gib GiB free, and $needed GiB are needed" "free some, or set XDG_CACHE_HOME and XDG_DATA_HOME to another disk"
  done
}

check_memory() {
  local memory_gib
  memory_gib=$(awk '/^MemAvailable:/ {print int($2 / 1048576)}' /proc/meminfo)
  ((memory_gib >= MEMORY_GIB)) || die "$memory_gib GiB of memory are available, and $MEMORY_GIB GiB are needed" "stop something, or use your own cluster: see README.md"
}

# The ports of the processes that this environment is about to start.
check_ports() {
  local port holder
  command -v ss >/dev/null || return 0 # so bare that nothing of Debian's can hold them
  for port in "$@"; do
    holder=$(ss -Hltnp "sport = :$port" | head -n 1)
    [[ -z $holder ]] || die "port $port is taken by $(grep -o '"[^"]*",pid=[0-9]*' <<<"$holder" || echo "another process")" "stop it, then run this again"
  done
}

check_foreign_cluster() {
  if [[ -f /etc/kubernetes/admin.conf || -f /etc/kubernetes/kubelet.conf ]] && ! is_our_kubernetes; then
    die "/etc/kubernetes belongs to another cluster on this machine" "use it with SPARK_CLUSTER=current (README.md), or remove it with kubeadm reset"
  fi
}

# can_reach "what" COMMAND...: a registry that is not there is found out before anything is half done.
can_reach() {
  local what=$1 answer
  shift
  answer=$("$@" 2>&1) || die "cannot reach $what" "$(tail -n 1 <<<"$answer")" "check the network and the proxy settings, then run this again"
}

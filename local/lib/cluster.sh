# shellcheck shell=bash
# The Kubernetes cluster: kubeadm makes it, with images of the binaries that are built here, one node, and a volume
# provisioner.

POD_ADDRESSES=198.18.16.0/20 # podSubnet in kubeadm.yaml
POLICY_QUEUE=100
DNS_IP=198.19.0.10 # kubeadm gives the Service of CoreDNS the tenth address of the range

kubectl() { "$BIN/kubectl" --kubeconfig /etc/kubernetes/admin.conf "$@"; }

kubernetes_version() { "$BIN/kubeadm" version -o short; }

render_cluster() {
  local file
  KUBERNETES_VERSION=$(kubernetes_version) render "$LOCAL/etc/kubeadm.yaml" "$ETC/kubeadm.yaml"
  for file in containerd.toml storage.yaml cni/10-pods.conflist; do render "$LOCAL/etc/$file" "$ETC/$file"; done
  rm -rf "$ETC/patches" # a patch that was removed must not stay
  for file in "$LOCAL"/etc/patches/*; do render "$file" "$ETC/patches/${file##*/}"; done
}

images_key() {
  {
    for tool in kubernetes etcd coredns local-path-provisioner; do "$LOCAL/build-tool" --path "$tool"; done
    cat "$LOCAL/images/Dockerfile"
  } | sha256sum | cut -c1-12
}

has_cluster_images() { [[ -f $DATA/cluster-images && $(cat "$DATA/cluster-images") == "$(images_key)" ]]; }

make_cluster_images() {
  local context target
  context=$(mktemp -d "$CACHE/building.XXXXXX")
  # shellcheck disable=SC2064 # expands the local variable now, because it is gone when the trap runs
  trap "rm -rf '$context'" EXIT
  for tool in kubernetes etcd coredns local-path-provisioner; do cp -l "$("$LOCAL/build-tool" --path $tool)/$tool" "$context/"; done
  for target in node coredns pause; do
    docker_cli build --progress plain --build-arg "BASE_IMAGE=$REGISTRY/debian:bookworm" --file "$LOCAL/images/Dockerfile" \
      --target "$target" --tag "$REGISTRY/$target:local" "$context"
  done
  local version
  version=$(kubernetes_version)
  push_as node "kube-apiserver:$version" "kube-controller-manager:$version" "kube-scheduler:$version" "kube-proxy:$version" \
    etcd:local local-path-provisioner:local
  push_as coredns coredns:local
  push_as pause pause:local
  images_key >"$DATA/cluster-images"
}

push_as() {
  local source=$REGISTRY/$1:local name
  shift
  for name in "$@"; do
    docker_cli tag "$source" "$REGISTRY/$name"
    docker_cli push "$REGISTRY/$name"
  done
}

# kubeadm would start the kubelet through systemd. Here the supervisor starts it, between two phases of kubeadm.
init_cluster() {
  local config=(--config "$ETC/kubeadm.yaml")
  mkdir -p /etc/kubernetes
  touch /etc/kubernetes/made-by-pulumi-spark
  PATH=$BIN:$PATH kubeadm init phase certs all "${config[@]}"
  PATH=$BIN:$PATH kubeadm init phase kubeconfig all "${config[@]}"
  PATH=$BIN:$PATH kubeadm init phase kubelet-start "${config[@]}"
  start kubelet
  PATH=$BIN:$PATH kubeadm init "${config[@]}" --ignore-preflight-errors=all --skip-phases=preflight,certs,kubeconfig,kubelet-start,show-join-command
  cluster_key >/etc/kubernetes/initialized
}

is_our_kubernetes() { [[ -f /etc/kubernetes/made-by-pulumi-spark ]]; }

# Identifies a cluster by its data folder, its images and its configuration.
cluster_key() { echo "$DATA $(images_key) $(cat "$ETC/kubeadm.yaml" "$ETC"/patches/* | sha256sum)"; }

is_initialized() { [[ -f /etc/kubernetes/initialized && $(cat /etc/kubernetes/initialized) == "$(cluster_key)" ]]; }

# Passes the first packet of each TCP connection of a pod to kube-network-policies, which accepts or drops it. While it
# does not run, all connections are accepted (--queue-bypass). These connections do not get to the queue:
# - those from the node to its pods, such as the kubelet's probes, which Kubernetes always allows: they come from a socket of
#   root on this machine (owner), and forwarded packets have none, also not those of root in a pod
# - those to the node, such as to the API server: they do not pass POSTROUTING
# - DNS over UDP: before Linux 6.12, a queue can lose one of two queries from one socket (netfilter's bug 1766)
# In this table, a connection to a Service has the address of its pod already, and still that of its client. Like all rules of
# the cluster, these contain its addresses, so clear_leftovers removes them.
queue_connections() {
  local direction
  for direction in --source --destination; do
    policy_rule --check "$direction" 2>/dev/null || policy_rule --append "$direction"
  done
}

policy_rule() {
  iptables --wait --table mangle "$1" POSTROUTING "$2" "$POD_ADDRESSES" --protocol tcp --match conntrack --ctstate NEW \
    --match owner ! --uid-owner 0 --jump NFQUEUE --queue-num "$POLICY_QUEUE" --queue-bypass
}

enforces_policies() {
  supervised kube-network-policies && policy_rule --check --source && policy_rule --check --destination
}

start_cluster() {
  is_initialized || init_cluster
  start kubelet
  wait_for 120 "the API server" "$LOGS/kubelet.log" kubectl get --raw /readyz
  start kube-network-policies
  queue_connections
  kubectl apply --server-side --force-conflicts -f "$ETC/storage.yaml"
  wait_for 60 "the kubelet" "$LOGS/kubelet.log" curl -fsS http://localhost:10248/healthz
  wait_for 60 "the node's registration" "$LOGS/kubelet.log" kubectl get node spark-local
  kubectl wait --for=condition=Ready node/spark-local --timeout=120s
  # After a restart, the API server still reports the old states of pods. Therefore query CoreDNS itself, through its
  # Service.
  wait_for 120 "CoreDNS behind kube-proxy" "$LOGS/kubelet.log" curl -fsS --max-time 2 "http://$DNS_IP:9153/metrics"
  wait_for 120 "CoreDNS" "$LOGS/kubelet.log" dns_is_ready
  kubectl -n local-path-storage rollout status deployment/local-path-provisioner --timeout=120s
  wait_for 30 "the default service account" - kubectl -n default get serviceaccount default
}

# CoreDNS serves its metrics before it has loaded the cluster's Services, so its readiness is checked too.
dns_is_ready() {
  local ip
  for ip in $(kubectl -n kube-system get pods -l k8s-app=kube-dns -o 'jsonpath={.items[*].status.podIP}'); do
    curl -fsS --max-time 2 "http://$ip:8181/ready" || return 1
  done
  [[ -n ${ip:-} ]]
}

cluster_is_up() {
  supervised kubelet && enforces_policies && kubectl get --raw /readyz &&
    [[ $(kubectl get node spark-local -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') == True ]]
} >/dev/null 2>&1

# Removes the files that kubeadm and the kubelet made for this environment; both must be stopped. It also removes the
# state of the stacks on the cluster, which would otherwise list resources that no longer exist.
wipe_cluster() {
  local record stack
  if is_our_kubernetes; then
    unmount_below /var/lib/kubelet
    rm -rf /var/lib/kubelet /var/log/pods /var/log/containers
    rm -rf /etc/kubernetes # last: the file made-by-pulumi-spark in it marks the other folders as ours
  fi
  rm -rf "$DATA/etcd" "$DATA/volumes" "$DATA/containerd"
  for record in "$DATA/stacks"/*.cluster; do
    [[ -f $record && $(cat "$record") == own ]] || continue
    stack=$(basename "$record" .cluster)
    say "Removing the state of stack $stack together with its cluster"
    rm -f "$record" "$DATA/stacks/Pulumi.$stack.yaml" "$DATA/state/.pulumi/stacks/spark/$stack.json"*
  done
}

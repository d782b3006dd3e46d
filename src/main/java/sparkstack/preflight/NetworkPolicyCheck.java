package sparkstack.preflight;

import java.util.Collections;
import java.util.Set;
import sparkstack.preflight.LiveCluster.LookupException;
import sparkstack.settings.ClusterSettings;
import sparkstack.state.ObjectName;
import sparkstack.state.StackState;

/**
 * Warns of new NetworkPolicies that perhaps nothing enforces: the cluster has none of the API
 * groups that well-known network plugins bring along, and the user has not confirmed that another
 * one enforces policies. Kubernetes itself accepts the policies in either case, and does not tell.
 */
record NetworkPolicyCheck(LiveCluster live, StackState state) {
  /**
   * API groups of plugins that enforce policies wherever they are installed:
   *
   * <ul>
   *   <li>Calico and Canal (docs.tigera.io/calico/latest/operations/native-v3-crds)
   *   <li>Cilium (pkg.go.dev/github.com/cilium/cilium/pkg/k8s/apis/cilium.io/v2)
   *   <li>Antrea (antrea.io/docs/v1.13.2/docs/api)
   *   <li>OVN-Kubernetes (docs.redhat.com, OpenShift 4.20, "Network APIs", EgressFirewall)
   *   <li>Kube-OVN (kubeovn.github.io/docs/stable/en/guide/multi-network-policy)
   * </ul>
   *
   * <p>Groups that prove nothing are not here. Every new cluster of EKS has {@code
   * networking.k8s.aws}, but enforces policies only if somebody has enabled that
   * (aws.github.io/amazon-vpc-cni-k8s/docs/network-policy-faq.html). {@code vpcresources.k8s.aws}
   * and {@code networking.gke.io} are for security groups and for certificates. kube-router and
   * Azure's policy manager have no group.
   */
  private static final Set<String> OF_ENFORCING_PLUGINS =
      Set.of(
          "crd.projectcalico.org",
          "projectcalico.org",
          "cilium.io",
          "crd.antrea.io",
          "k8s.ovn.org",
          "kubeovn.io");

  /** Asks only for new policies: a client of Kubernetes would make each preview slower. */
  void check(ClusterSettings settings, Report report) {
    var policy =
        new ObjectName(
            "networking.k8s.io/v1", "NetworkPolicy", settings.namespace().name(), settings.name());
    var isAssumed = settings.networkPolicy().filter(it -> !it.isConfirmed()).isPresent();
    if (isAssumed && !state.uids().containsKey(policy.toString()) && !seesPlugin()) {
      report.warning(warning(settings));
    }
  }

  private boolean seesPlugin() {
    try {
      return !Collections.disjoint(live.apiGroups(), OF_ENFORCING_PLUGINS);
    } catch (LookupException e) {
      // The warning is true: the program sees no plugin.
      return false;
    }
  }

  private static String warning(ClusterSettings settings) {
    var key = settings.keys().networkPolicy();
    return """
        %s: NetworkPolicies protect the Spark cluster only if the network plugin of the Kubernetes cluster enforces them, \
        and the program sees no plugin that is known to. \
        Set %s to true to confirm that yours does, or to false to make no policies."""
        .formatted(key, key);
  }
}

package sparkstack.cluster;

import static java.math.BigInteger.ONE;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sparkstack.Manifest;
import sparkstack.Recording;

/**
 * Answers which connections the recorded NetworkPolicies allow, as Kubernetes defines it. It fails
 * for fields that it does not know.
 */
record PolicyEvaluator(List<Manifest> policies) {
  /**
   * An end of a connection.
   *
   * @param namespace empty for a host outside of the Kubernetes cluster
   * @param labels of a pod
   * @param address of a host
   */
  record End(String namespace, Map<String, Object> labels, String address) {
    static End pod(String namespace, Map<String, Object> labels) {
      return new End(namespace, labels, "10.0.0.1");
    }

    static End host(String address) {
      return new End("", Map.of(), address);
    }

    boolean isPod() {
      return !namespace.isEmpty();
    }

    /** The label that each namespace has. */
    Map<String, Object> namespaceLabels() {
      return Map.of("kubernetes.io/metadata.name", namespace);
    }
  }

  static PolicyEvaluator of(Recording recording) {
    return new PolicyEvaluator(
        recording.kubernetesObjects().stream()
            .filter(it -> it.kind().equals("NetworkPolicy"))
            .toList());
  }

  /** Whether one end can open a TCP connection to a port of the other. */
  boolean allows(End from, End to, int port) {
    return allows(from, to, "TCP", port);
  }

  boolean allows(End from, End to, String protocol, int port) {
    return allows("Egress", "to", from, to, protocol, port)
        && allows("Ingress", "from", to, from, protocol, port);
  }

  /**
   * @param one end that the policies are about
   */
  private boolean allows(String type, String peers, End one, End other, String protocol, int port) {
    var own =
        policies.stream()
            .filter(it -> it.texts("spec.policyTypes").contains(type))
            .filter(it -> selects(it, one))
            .toList();
    return own.isEmpty()
        || own.stream()
            .anyMatch(
                policy ->
                    policy.objects("spec." + type.toLowerCase(java.util.Locale.ROOT)).stream()
                        .anyMatch(
                            rule ->
                                hasPort(rule, protocol, port)
                                    && hasPeer(rule.get(peers), policy, other)));
  }

  private static boolean selects(Manifest policy, End end) {
    return policy.at("metadata.namespace").equals(end.namespace())
        && matches(policy.at("spec.podSelector"), end.labels());
  }

  private static boolean hasPort(Map<String, Object> rule, String protocol, int port) {
    requireKnown(rule, "from", "to", "ports");
    var ports = Manifest.objectsIn(rule.get("ports"));
    return ports.isEmpty()
        || ports.stream()
            .peek(it -> requireKnown(it, "port", "protocol"))
            .filter(it -> it.getOrDefault("protocol", "TCP").equals(protocol))
            .anyMatch(it -> it.get("port") == null || it.get("port").equals((double) port));
  }

  private static boolean hasPeer(Object peers, Manifest policy, End end) {
    var list = Manifest.objectsIn(peers);
    return list.isEmpty() || list.stream().anyMatch(it -> isPeer(it, policy, end));
  }

  private static boolean isPeer(Map<String, Object> peer, Manifest policy, End end) {
    requireKnown(peer, "ipBlock", "namespaceSelector", "podSelector");
    if (peer.containsKey("ipBlock")) {
      return isIn(Manifest.object(peer.get("ipBlock")), end.address());
    }
    if (!end.isPod()) {
      return false;
    }
    var isInNamespace =
        peer.containsKey("namespaceSelector")
            ? matches(peer.get("namespaceSelector"), end.namespaceLabels())
            : end.namespace().equals(policy.at("metadata.namespace"));
    return isInNamespace
        && (!peer.containsKey("podSelector") || matches(peer.get("podSelector"), end.labels()));
  }

  private static boolean matches(Object selector, Map<String, Object> labels) {
    requireKnown(Manifest.object(selector), "matchLabels");
    var wanted = Manifest.object(Manifest.object(selector).getOrDefault("matchLabels", Map.of()));
    return labels.entrySet().containsAll(wanted.entrySet());
  }

  private static boolean isIn(Map<String, Object> block, String address) {
    requireKnown(block, "cidr");
    var range = ((String) block.get("cidr")).split("/");
    var first = number(range[0]);
    var size = ONE.shiftLeft(32 - Integer.parseInt(range[1]));
    var offset = number(address).subtract(first);
    return offset.signum() >= 0 && offset.compareTo(size) < 0;
  }

  private static BigInteger number(String address) {
    try {
      return new BigInteger(1, InetAddress.getByName(address).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void requireKnown(Map<String, Object> object, String... fields) {
    if (!Set.of(fields).containsAll(object.keySet())) {
      throw new AssertionError("The evaluator does not know all fields of " + object);
    }
  }
}

package sparkstack.cluster;

import com.google.gson.JsonObject;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.kubernetes.networking.v1.NetworkPolicy;
import com.pulumi.kubernetes.networking.v1.NetworkPolicyArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyEgressRuleArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyIngressRuleArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyPeerArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyPortArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicySpecArgs;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.KubernetesObjects;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Metadata;
import sparkstack.kubernetes.Ports;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.NetworkPolicySettings;
import sparkstack.settings.UiServiceType;

/**
 * Which connections the cluster's pods accept, and which they may open.
 *
 * <p>One policy closes all pods of the cluster, and one for each role opens what Spark needs.
 * Policies add up, so a user can open more with a policy of their own. Selectors contain the
 * cluster's name: other pods in the namespace stay as they are.
 *
 * <p>No rule is for the kubelet's probes and {@code kubectl port-forward}: a pod always accepts
 * connections from its node (documentation of NetworkPolicy). None is for executors and their own
 * worker either, which are in the same pod.
 */
final class NetworkPolicies {
  /** The component of the policy for all pods. */
  private static final String ALL = "cluster";

  private static final String INGRESS = "Ingress";
  private static final String EGRESS = "Egress";

  /** DNS servers, and those of OpenShift's DNS: a policy sees the pod's port, not the Service's. */
  private static final List<Integer> DNS_PORTS = List.of(53, 5353);

  private NetworkPolicies() {}

  /** The policies; none without settings. Pods come after them, so that none starts open. */
  static List<Resource> create(
      String name, ClusterSettings settings, CustomResourceOptions options) {
    return settings
        .networkPolicy()
        .map(
            it ->
                List.<Resource>of(
                    ofAll(name, settings, it, options),
                    ofMaster(name + "-master", settings, it, options),
                    ofWorkers(name + "-worker", settings, it, options),
                    ofDrivers(name + "-driver", settings, options)))
        .orElse(List.of());
  }

  /**
   * Closes the pods of every role, also of the trial, which accepts no connection. With the user's
   * egress rules, it also closes the way out.
   */
  private static NetworkPolicy ofAll(
      String name,
      ClusterSettings settings,
      NetworkPolicySettings policy,
      CustomResourceOptions options) {
    var spec = NetworkPolicySpecArgs.builder().podSelector(labels(Labels.selector(settings)));
    if (policy.egress().isPresent()) {
      spec.policyTypes(INGRESS, EGRESS).egress(egress(settings, policy, policy.egress().get()));
    } else {
      spec.policyTypes(INGRESS);
    }
    return create(name, settings, ALL, settings.name(), spec, options);
  }

  private static NetworkPolicy ofMaster(
      String name,
      ClusterSettings settings,
      NetworkPolicySettings policy,
      CustomResourceOptions options) {
    var ingress = new ArrayList<NetworkPolicyIngressRuleArgs>();
    // The startup probe of a worker and the start script of a driver ask the master's page, and so
    // do those who submit from elsewhere, for the state of their applications.
    ingress.add(from(workersAndDrivers(settings, policy), Ports.MASTER, Ports.MASTER_UI));
    ingress.addAll(ofUi(settings, policy));
    return ofRole(name, settings, Master.COMPONENT, ingress, options);
  }

  private static NetworkPolicy ofWorkers(
      String name,
      ClusterSettings settings,
      NetworkPolicySettings policy,
      CustomResourceOptions options) {
    return ofRole(
        name,
        settings,
        Workers.COMPONENT,
        List.of(
            // A master that recovers connects to its workers. Its UI is a proxy for theirs.
            from(List.of(pods(Master.COMPONENT, settings)), Ports.WORKER, Ports.WORKER_UI),
            // Executors choose their ports at random. They fetch shuffle files from each other, and
            // the driver fetches results above spark.task.maxDirectResultSize, 1 MiB, from them
            // (SPARK-58649: with these ports closed, only large results fail).
            from(workersAndDrivers(settings, policy))),
        options);
  }

  private static NetworkPolicy ofDrivers(
      String name, ClusterSettings settings, CustomResourceOptions options) {
    return ofRole(
        name,
        settings,
        Labels.DRIVER,
        List.of(
            // A master that recovers connects to its drivers. Its UI is a proxy for theirs.
            from(List.of(pods(Master.COMPONENT, settings)), Ports.DRIVER, Ports.DRIVER_UI),
            // Executors.
            from(
                List.of(pods(Workers.COMPONENT, settings)),
                Ports.DRIVER,
                Ports.DRIVER_BLOCK_MANAGER)),
        options);
  }

  /**
   * Opens the master's UI. Without the user's peers, to those that the Service's type exposes it
   * to: a node port, a load balancer and many Ingress controllers replace the client's address, so
   * no narrower rule would let browsers in.
   */
  private static List<NetworkPolicyIngressRuleArgs> ofUi(
      ClusterSettings settings, NetworkPolicySettings policy) {
    if (policy.uiFrom().isPresent()) {
      var users = peers(policy.uiFrom().get());
      // A rule without peers would admit everyone.
      return users.isEmpty() ? List.of() : List.of(from(users, Ports.MASTER_UI));
    }
    var ui = settings.ui();
    return ui.type() == UiServiceType.CLUSTER_IP && ui.ingress().isEmpty()
        ? List.of(from(List.of(podsOfAllNamespaces()), Ports.MASTER_UI))
        : List.of(fromEveryone(Ports.MASTER_UI));
  }

  /**
   * Connections out of the cluster, and those that it needs inside: which ports are open there, the
   * policies of the roles say.
   */
  private static List<NetworkPolicyEgressRuleArgs> egress(
      ClusterSettings settings, NetworkPolicySettings policy, List<JsonObject> users) {
    var rules = new ArrayList<NetworkPolicyEgressRuleArgs>();
    rules.add(
        to(
            List.of(
                NetworkPolicyPeerArgs.builder()
                    .podSelector(labels(Labels.selector(settings)))
                    .build())));
    rules.add(NetworkPolicyEgressRuleArgs.builder().ports(dnsPorts()).build());
    if (!policy.submitFrom().isEmpty()) {
      // Executors connect to their driver.
      rules.add(to(peers(policy.submitFrom())));
    }
    users.forEach(rule -> rules.add(read(NetworkPolicyEgressRuleArgs.class, rule)));
    return rules;
  }

  private static NetworkPolicy ofRole(
      String name,
      ClusterSettings settings,
      String component,
      List<NetworkPolicyIngressRuleArgs> ingress,
      CustomResourceOptions options) {
    var spec =
        NetworkPolicySpecArgs.builder()
            .podSelector(labels(Labels.selector(component, settings)))
            .policyTypes(INGRESS)
            .ingress(ingress);
    return create(name, settings, component, settings.name() + "-" + component, spec, options);
  }

  private static NetworkPolicy create(
      String name,
      ClusterSettings settings,
      String component,
      String objectName,
      NetworkPolicySpecArgs.Builder spec,
      CustomResourceOptions options) {
    return new NetworkPolicy(
        name,
        NetworkPolicyArgs.builder()
            .metadata(Metadata.of(settings, component, objectName, Annotations.PROMPT_DELETION))
            .spec(spec.build())
            .build(),
        options);
  }

  /** The workers, the stack's drivers, and those that may submit besides them. */
  private static List<NetworkPolicyPeerArgs> workersAndDrivers(
      ClusterSettings settings, NetworkPolicySettings policy) {
    var peers = new ArrayList<NetworkPolicyPeerArgs>();
    peers.add(pods(Labels.DRIVER, settings));
    peers.addAll(peers(policy.submitFrom()));
    peers.add(pods(Workers.COMPONENT, settings));
    return peers;
  }

  /** The pods of a role, in the namespace of the policy. */
  private static NetworkPolicyPeerArgs pods(String component, ClusterSettings settings) {
    return NetworkPolicyPeerArgs.builder()
        .podSelector(labels(Labels.selector(component, settings)))
        .build();
  }

  private static NetworkPolicyPeerArgs podsOfAllNamespaces() {
    return NetworkPolicyPeerArgs.builder().namespaceSelector(labels(Map.of())).build();
  }

  private static LabelSelectorArgs labels(Map<String, String> labels) {
    return LabelSelectorArgs.builder().matchLabels(labels).build();
  }

  /**
   * @param ports none for all ports
   */
  private static NetworkPolicyIngressRuleArgs from(
      List<NetworkPolicyPeerArgs> peers, Integer... ports) {
    return NetworkPolicyIngressRuleArgs.builder().from(peers).ports(tcp(ports)).build();
  }

  private static NetworkPolicyIngressRuleArgs fromEveryone(Integer... ports) {
    return NetworkPolicyIngressRuleArgs.builder().ports(tcp(ports)).build();
  }

  /** To all ports. */
  private static NetworkPolicyEgressRuleArgs to(List<NetworkPolicyPeerArgs> peers) {
    return NetworkPolicyEgressRuleArgs.builder().to(peers).ports(tcp()).build();
  }

  private static List<NetworkPolicyPortArgs> tcp(Integer... ports) {
    return ports.length == 0
        ? List.of(NetworkPolicyPortArgs.builder().protocol("TCP").build())
        : Stream.of(ports).map(it -> port("TCP", it)).toList();
  }

  private static List<NetworkPolicyPortArgs> dnsPorts() {
    return Stream.of("UDP", "TCP")
        .flatMap(protocol -> DNS_PORTS.stream().map(it -> port(protocol, it)))
        .toList();
  }

  private static NetworkPolicyPortArgs port(String protocol, int port) {
    return NetworkPolicyPortArgs.builder().protocol(protocol).port(port).build();
  }

  private static List<NetworkPolicyPeerArgs> peers(List<JsonObject> users) {
    return users.stream().map(it -> read(NetworkPolicyPeerArgs.class, it)).toList();
  }

  private static <T> T read(Class<T> type, JsonObject json) {
    return KubernetesObjects.checked().read(type, json, type.getSimpleName());
  }
}

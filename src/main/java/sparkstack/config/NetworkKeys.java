package sparkstack.config;

import static sparkstack.config.Form.objects;
import static sparkstack.config.Form.optional;
import static sparkstack.config.Key.key;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Optional;

/** The keys of the cluster's NetworkPolicies. */
final class NetworkKeys {
  private static final String PEERS =
      "a list of peers as in a NetworkPolicy, each with ipBlock, or with namespaceSelector,"
          + " podSelector or both";

  private static final List<String> PEER_FIELDS =
      List.of("ipBlock", "namespaceSelector", "podSelector");

  /** Optional, because a default in Pulumi.yaml would look as if the user had set it. */
  static final Key<Optional<Boolean>> NETWORK_POLICY =
      key(
          "networkPolicy",
          optional(Syntax.BOOLEAN.like("true")),
          "Whether NetworkPolicies close the pods of the cluster to connections that Spark does not"
              + " need. They have no effect in a Kubernetes cluster whose network plugin does not"
              + " enforce them. If it is not set, it is true, and the first preview warns if the"
              + " program sees no plugin that enforces them. Set it to true to confirm that yours"
              + " does.");

  static final Key<Optional<List<JsonElement>>> UI_FROM =
      key(
          "uiFrom",
          objects(
              PEERS,
              "[{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}}]",
              PEER_FIELDS),
          "Who may open the master's web UI. If it is not set, these are the pods of the Kubernetes"
              + " cluster with uiServiceType ClusterIP, and everyone with another type or with"
              + " uiIngressHost. [] allows only workers, drivers, submitFrom and kubectl port-forward. A node port or load"
              + " balancer often replaces the browser's address by a node's: for browsers, use"
              + " uiLoadBalancerSourceRanges.");

  static final Key<Optional<List<JsonElement>>> SUBMIT_FROM =
      key(
          "submitFrom",
          objects(PEERS, "[{podSelector: {matchLabels: {app: notebook}}}]", PEER_FIELDS),
          "Who else may run applications, besides the drivers of the stack: they may connect to the"
              + " master, to its web UI and to executors. Executors must be able to connect to these drivers.");

  static final Key<Optional<List<JsonElement>>> EGRESS =
      key(
          "egress",
          objects(
              "a list of egress rules as in a NetworkPolicy, each with to, ports or both",
              "[{to: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: 443}]}]",
              List.of("ports", "to")),
          "Where the pods of the cluster may connect to, besides each other, DNS servers and"
              + " submitFrom. If it is not set, they may connect to everything; with [], to nothing"
              + " else.");

  static final Section SECTION =
      Section.of("Network", NETWORK_POLICY, UI_FROM, SUBMIT_FROM, EGRESS);

  private NetworkKeys() {}
}

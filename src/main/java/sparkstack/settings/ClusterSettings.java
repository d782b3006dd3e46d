package sparkstack.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster: everything in its namespace except the drivers.
 *
 * @param name prefix of the names of its objects
 * @param owner stack that owns the objects
 * @param adopted owner whose objects the stack takes over, from {@code spark:adopt}; empty if it
 *     takes over nothing
 * @param labels the user's labels for every object and for the pods
 * @param podStart how long {@code pulumi up} waits for pods to start, counted from the last one
 *     that started
 * @param sparkVersion Spark release in the image, for the version label
 * @param serviceAccount ServiceAccount of all pods; empty if the stack creates one
 * @param serviceAccountAnnotations annotations of the ServiceAccount that the stack creates
 * @param podUser who sets the user and the groups of the pods
 * @param authentication empty if everyone who reaches the cluster may use it
 * @param networkPolicy empty if the cluster has no NetworkPolicies
 * @param dataVolume volume that workers and drivers share; empty for none
 * @param keys names of the cluster's keys, for messages
 */
public record ClusterSettings(
    String name,
    NamespaceSettings namespace,
    Owner owner,
    Optional<String> adopted,
    Map<String, String> labels,
    Duration podStart,
    String sparkVersion,
    MasterSettings master,
    WorkerSettings workers,
    ExecutorSettings executors,
    UiSettings ui,
    PullSettings pull,
    Optional<String> serviceAccount,
    Map<String, String> serviceAccountAnnotations,
    PodUser podUser,
    Optional<AuthenticationSettings> authentication,
    Optional<NetworkPolicySettings> networkPolicy,
    Optional<DataVolumeSettings> dataVolume,
    KeyNames keys) {}

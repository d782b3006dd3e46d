package sparkstack.settings;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster: everything in its namespace except the drivers.
 *
 * @param name what the names of its objects start with
 * @param owner stack that the objects belong to
 * @param adopted owner whose objects the stack takes over, as {@code spark:adopt} names it; empty
 *     if it takes over nothing
 * @param labels the user's own, of every object and of the pods
 * @param podStart how long {@code pulumi up} waits for pods to start, counted from the last one
 *     that did
 * @param sparkVersion release that the image has, for the version label
 * @param serviceAccount of all pods; empty for one that the stack creates
 * @param serviceAccountAnnotations of the one that the stack creates
 * @param podUser who names the user and the groups that the pods run as
 * @param dataVolume volume that workers and drivers share; empty for none
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
    Optional<DataVolumeSettings> dataVolume) {}

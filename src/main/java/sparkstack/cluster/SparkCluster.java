package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.core.v1.Namespace;
import com.pulumi.kubernetes.core.v1.NamespaceArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sparkstack.await.Readiness;
import sparkstack.kubernetes.ChildOptions;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Identity;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Ownership;
import sparkstack.kubernetes.Security;
import sparkstack.kubernetes.Timeouts;
import sparkstack.settings.Autoscaling;
import sparkstack.settings.ClusterSettings;

/**
 * A Spark standalone cluster.
 *
 * <p>A stack may have several, in one namespace too: the names of their objects start with {@link
 * ClusterSettings#name}, and their selectors have it. A {@link
 * sparkstack.application.SparkApplication} runs on it.
 */
public final class SparkCluster extends ComponentResource {
  private final ClusterSettings settings;
  private final Output<String> image;
  private final Readiness readiness;
  private final Output<String> imageOnceReady;
  private final ChildOptions children;
  private final List<Resource> daemons;
  private final Output<String> masterUrl;
  private final Output<String> uiUrl;
  private final Output<Integer> workerReplicas;

  /**
   * Creates the namespace, unless it is there, and all that is in it, except for drivers.
   *
   * @param name what the names of its resources in Pulumi's state start with
   * @param settings such as of {@link sparkstack.config.ClustersReader}
   * @param image the image of every role, by its digest
   * @param readiness what waits for its pods, such as {@link sparkstack.Providers#readiness}
   * @param options with a Kubernetes provider, such as {@link sparkstack.Providers#kubernetes}; by
   *     default it would be one of the SDK's own version, which is too old; what the component
   *     depends on, such as its namespace, all that is in it depends on too
   */
  public SparkCluster(
      String name,
      ClusterSettings settings,
      Output<String> image,
      Readiness readiness,
      ComponentResourceOptions options) {
    super("spark:index:SparkCluster", name, options);
    this.settings = settings;
    this.image = image;
    this.readiness = readiness;
    children = ChildOptions.of(this, options);

    var claim =
        List.<Resource>of(
            Ownership.claim(name + "-owner", settings, children.after(namespace(name, settings))));
    var shared = shared(name, settings, children.after(claim));
    var masterConfiguration = Master.configuration(settings);
    var masterFiles =
        masterConfiguration.configMap(name + "-master", settings, children.after(claim));
    var master =
        Master.deployment(
            name + "-master",
            settings,
            masterConfiguration,
            image,
            children.after(shared, List.of(masterFiles)));
    var masterService = Master.service(name + "-master", settings, children.after(claim));
    var ui = ClusterUi.service(name + "-ui", settings, children.after(claim));
    settings
        .ui()
        .ingress()
        .ifPresent(
            it -> ClusterUi.ingress(name + "-ui", settings, it, children.after(List.of(ui))));
    var workerConfiguration = Workers.configuration(settings);
    var workerFiles =
        workerConfiguration.configMap(name + "-worker", settings, children.after(claim));
    // Not the master itself: workers try again until it is there, so both may start at once.
    var workers =
        Workers.deployment(
            name + "-worker",
            settings,
            workerConfiguration,
            image,
            children.after(shared, List.of(masterService, workerFiles)));

    settings
        .workers()
        .autoscaling()
        .ifPresent(
            it ->
                WorkerAutoscaler.create(
                    name + "-worker", settings, it, children.after(List.of(workers))));

    daemons = List.of(master, workers);
    imageOnceReady = onceReady(master, workers);
    workerReplicas = workerReplicas(workers, settings);
    masterUrl = Output.of(Master.urlFromAnyNamespace(settings));
    uiUrl = ClusterUi.url(ui, settings);
    registerOutputs(
        Map.of("masterUrl", masterUrl, "uiUrl", uiUrl, "workerReplicas", workerReplicas));
  }

  /** What it was made by. */
  public ClusterSettings settings() {
    return settings;
  }

  /** The image of every role. */
  public Output<String> image() {
    return image;
  }

  /** What waits for pods. */
  public Readiness readiness() {
    return readiness;
  }

  /** The image, known when the pods of master and workers are ready: an application's is this. */
  public Output<String> imageOnceReady() {
    return imageOnceReady;
  }

  /** With autoscaling, the fewest workers are enough: more may be wanted than there is room for. */
  private Output<String> onceReady(Deployment master, Deployment workers) {
    var namespace = settings.namespace().name();
    var start = settings.podStart();
    var least = settings.workers().autoscaling().map(Autoscaling::minReplicas);
    return Output.tuple(
            image,
            readiness.rollout(master, namespace, Master.name(settings), Optional.empty(), start),
            readiness.rollout(workers, namespace, Workers.name(settings), least, start))
        .applyValue(ready -> ready.t1);
  }

  /**
   * What an application needs before it starts.
   *
   * <p>That is not the whole component: the UI's load balancer may take minutes to get an address.
   */
  public List<Resource> daemons() {
    return daemons;
  }

  /** The master's URL for Spark, {@code spark://HOST:PORT}, in any namespace of the cluster. */
  public Output<String> masterUrl() {
    return masterUrl;
  }

  /** The URL of the master's web UI, outside of the cluster. */
  public Output<String> uiUrl() {
    return uiUrl;
  }

  /**
   * The number of workers: the one that the settings give or, with autoscaling, the one that the
   * autoscaler had set when Pulumi last looked, which it does at updates and at {@code --refresh}.
   */
  public Output<Integer> workerReplicas() {
    return workerReplicas;
  }

  private static Output<Integer> workerReplicas(Deployment workers, ClusterSettings settings) {
    return settings.workers().autoscaling().isPresent()
        ? workers.spec().applyValue(spec -> spec.replicas().orElse(settings.workers().replicas()))
        : Output.of(settings.workers().replicas());
  }

  /** Empty where the namespace is there already. */
  private List<Resource> namespace(String name, ClusterSettings settings) {
    if (!settings.namespace().created()) {
      return List.of();
    }
    var labels = new TreeMap<>(Labels.stable("namespace", settings));
    labels.putAll(Security.namespaceLabels());
    return List.of(
        new Namespace(
            name,
            NamespaceArgs.builder()
                .metadata(
                    ObjectMetaArgs.builder()
                        .name(settings.namespace().name())
                        .labels(labels)
                        .annotations(Ownership.claimMarks(settings))
                        .build())
                .build(),
            children.after(List.of())));
  }

  /** What pods of every role refer to. */
  private List<Resource> shared(
      String name, ClusterSettings settings, CustomResourceOptions options) {
    var shared = new ArrayList<Resource>();
    if (settings.serviceAccount().isEmpty()) {
      shared.add(Identity.serviceAccount(name, settings, options));
    }
    settings
        .pull()
        .credentials()
        .map(it -> Identity.pullSecret(name + "-registry", settings, it, options))
        .ifPresent(shared::add);
    settings
        .dataVolume()
        .map(it -> DataVolume.claim(name + "-data", settings, it, Timeouts.promptDeletion(options)))
        .ifPresent(shared::add);
    return shared;
  }
}

package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.apps.v1.outputs.DeploymentSpec;
import com.pulumi.kubernetes.core.v1.Namespace;
import com.pulumi.kubernetes.core.v1.NamespaceArgs;
import com.pulumi.kubernetes.core.v1.Secret;
import com.pulumi.kubernetes.core.v1.Service;
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
import java.util.stream.Stream;
import sparkstack.await.Awaited;
import sparkstack.await.Readiness;
import sparkstack.kubernetes.Authentication;
import sparkstack.kubernetes.ChildOptions;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Identity;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Ownership;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.kubernetes.Security;
import sparkstack.settings.Autoscaling;
import sparkstack.settings.ClusterSettings;
import sparkstack.state.StackState;

/**
 * A Spark standalone cluster.
 *
 * <p>A stack can have several clusters, also in one namespace: the names and selectors of their
 * objects contain {@link ClusterSettings#name}. A {@link sparkstack.application.SparkApplication}
 * runs on a cluster.
 */
public final class SparkCluster extends ComponentResource {
  private final ClusterSettings settings;
  private final Output<String> image;
  private final Readiness readiness;
  private final Output<String> imageOnceReady;
  private final ChildOptions children;
  private final Output<Map<String, String>> secretId;
  private final List<Resource> daemons;
  private final Output<String> masterUrl;
  private final Output<String> uiUrl;
  private final Output<Integer> workerReplicas;

  /**
   * Creates the namespace, unless it exists, and all objects in it except drivers.
   *
   * @param name prefix of the names of its resources in Pulumi's state
   * @param settings for example from {@link sparkstack.config.ClustersReader}
   * @param image image of every role, by digest
   * @param readiness waits for the cluster's pods, for example {@link
   *     sparkstack.Providers#readiness}
   * @param options must have a Kubernetes provider, for example {@link
   *     sparkstack.Providers#kubernetes}; the default provider has the SDK's own version, which is
   *     too old. All objects of the cluster depend on everything that the component depends on,
   *     such as its namespace
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
    var secret =
        settings
            .authentication()
            .map(it -> Authentication.secret(name, settings, it, children.after(claim)));
    secretId = Authentication.id(secret);
    var shared = shared(name, settings, secret, children.after(claim));
    var masterService = Master.service(name + "-master", settings, children.after(claim));
    var trial = trial(name, shared);
    var master = master(name, claim, shared, once(List.of(trial)));
    var masterOnceReady =
        readiness.rollout(master, settings, Master.name(settings), Optional.empty());
    var workers =
        workers(
            name, claim, shared, List.of(masterService, master), once(List.of(masterOnceReady)));
    daemons = List.of(master, workers);
    DisruptionBudgets.ofMaster(name + "-master", settings, children.after(claim));
    DisruptionBudgets.ofWorkers(name + "-worker", settings, children.after(claim));
    var ui = ui(name);

    var ready = List.of(trial, masterOnceReady, ready(workers));
    imageOnceReady = once(ready);
    workerReplicas = workerReplicas(workers, settings);
    masterUrl = Output.of(Master.urlFromAnyNamespace(settings));
    uiUrl = ClusterUi.url(ui, settings);
    registerOutputs(
        Map.of(
            "masterUrl",
            masterUrl,
            "uiUrl",
            uiUrl,
            "workerReplicas",
            workerReplicas,
            StackState.AWAITED,
            Awaited.versions(ready)));
  }

  /** The image, once it has started in a pod of the cluster. */
  private Awaited trial(String name, List<Resource> shared) {
    return readiness.run(
        ImageTrial.job(name + "-trial", settings, image, children.after(shared)),
        settings,
        ImageTrial.name(settings),
        Master.name(settings),
        ImageTrial.program(settings));
  }

  private Deployment master(
      String name, List<Resource> claim, List<Resource> shared, Output<String> triedImage) {
    var configuration = Master.configuration(settings);
    var own = new ArrayList<Resource>();
    own.add(configuration.configMap(name + "-master", settings, children.after(claim)));
    settings
        .master()
        .recovery()
        .map(it -> RecoveryVolume.claim(name + "-recovery", settings, it, children.after(claim)))
        .ifPresent(own::add);
    return Master.deployment(
        name + "-master",
        settings,
        configuration,
        secretId,
        triedImage,
        children.after(shared, own));
  }

  /**
   * The UI's Service comes after the daemons, and so after the image. A load balancer can take
   * minutes to get an address, and Pulumi reports a failed build only after it has finished what it
   * has begun.
   */
  private Service ui(String name) {
    var service = ClusterUi.service(name + "-ui", settings, children.after(daemons));
    settings
        .ui()
        .ingress()
        .ifPresent(
            it -> ClusterUi.ingress(name + "-ui", settings, it, children.after(List.of(service))));
    return service;
  }

  private Deployment workers(
      String name,
      List<Resource> claim,
      List<Resource> shared,
      List<Resource> master,
      Output<String> imageOnceMasterIsReady) {
    var configuration = Workers.configuration(settings);
    var files = configuration.configMap(name + "-worker", settings, children.after(claim));
    // A worker that starts before the master registers only when it retries, after 5 to 15 seconds.
    // An update of both must not stop workers while no master can tell their applications.
    var workers =
        Workers.deployment(
            name + "-worker",
            settings,
            configuration,
            secretId,
            imageOnceMasterIsReady,
            children.after(shared, Stream.concat(master.stream(), Stream.of(files)).toList()));
    settings
        .workers()
        .autoscaling()
        .ifPresent(
            it ->
                WorkerAutoscaler.create(
                    name + "-worker", settings, it, children.after(List.of(workers))));
    return workers;
  }

  /** The settings that the cluster was created with. */
  public ClusterSettings settings() {
    return settings;
  }

  /** The image of every role. */
  public Output<String> image() {
    return image;
  }

  /** An annotation with the id of the cluster's secret, from {@link Authentication#id}. */
  public Output<Map<String, String>> secretId() {
    return secretId;
  }

  /** Waits for the cluster's pods. */
  public Readiness readiness() {
    return readiness;
  }

  /**
   * The image, known once the pods of master and workers are ready. Applications use it to wait for
   * them.
   */
  public Output<String> imageOnceReady() {
    return imageOnceReady;
  }

  /** With autoscaling, minReplicas workers are enough: the cluster may lack room for more. */
  private Awaited ready(Deployment workers) {
    return readiness.rollout(
        workers,
        settings,
        Workers.name(settings),
        settings.workers().autoscaling().map(Autoscaling::minReplicas));
  }

  /** The image, known once some objects are ready. */
  private Output<String> once(List<Awaited> objects) {
    return Output.tuple(image, Output.all(objects.stream().map(Awaited::ready).toList()))
        .applyValue(it -> it.t1);
  }

  /**
   * The resources that an application needs before it starts.
   *
   * <p>They are not the whole component, because the UI's load balancer can take minutes to get an
   * address.
   */
  public List<Resource> daemons() {
    return daemons;
  }

  /**
   * The master's URL for Spark, {@code spark://HOST:PORT}, from any namespace of the Kubernetes
   * cluster.
   */
  public Output<String> masterUrl() {
    return masterUrl;
  }

  /** The URL of the master's web UI from outside of the Kubernetes cluster. */
  public Output<String> uiUrl() {
    return uiUrl;
  }

  /**
   * The number of workers. Without autoscaling, it is the number in the settings. With autoscaling,
   * it is the autoscaler's number when Pulumi last read it, at an update or with {@code --refresh}.
   */
  public Output<Integer> workerReplicas() {
    return workerReplicas;
  }

  private static Output<Integer> workerReplicas(Deployment workers, ClusterSettings settings) {
    var replicas = settings.workers().replicas();
    return settings.workers().autoscaling().isPresent()
        ? workers
            .spec()
            .applyValue(
                // Null if an update with --target does not create the Deployment (pulumi#15169).
                spec ->
                    Optional.ofNullable(spec).flatMap(DeploymentSpec::replicas).orElse(replicas))
        : Output.of(replicas);
  }

  /** Empty if the namespace already exists. */
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

  /** The objects that the pods of every role need. */
  private List<Resource> shared(
      String name,
      ClusterSettings settings,
      Optional<Secret> secret,
      CustomResourceOptions options) {
    var shared = new ArrayList<Resource>();
    if (settings.serviceAccount().isEmpty()) {
      shared.add(Identity.serviceAccount(name, settings, options));
    }
    settings
        .pull()
        .credentials()
        .map(it -> Identity.pullSecret(name + "-registry", settings, it, options))
        .ifPresent(shared::add);
    secret.ifPresent(shared::add);
    shared.addAll(NetworkPolicies.create(name, settings, options));
    settings
        .dataVolume()
        .map(it -> DataVolume.claim(name + "-data", settings, it, options))
        .ifPresent(shared::add);
    return shared;
  }
}

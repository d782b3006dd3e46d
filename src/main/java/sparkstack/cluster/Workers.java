package sparkstack.cluster;

import com.pulumi.core.Either;
import com.pulumi.core.Output;
import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.apps.v1.DeploymentArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentSpecArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentStrategyArgs;
import com.pulumi.kubernetes.apps.v1.inputs.RollingUpdateDeploymentArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Authentication;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Metadata;
import sparkstack.kubernetes.Placement;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Probes;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.ReverseProxy;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.RolePod;
import sparkstack.kubernetes.Timeouts;
import sparkstack.kubernetes.UiAccess;
import sparkstack.kubernetes.Volumes;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.WorkerSettings;

/** The workers, which run the executors of every application. */
final class Workers {
  /** The value of the component label, and the name of the container. */
  static final String COMPONENT = "worker";

  /** The only field of the Deployment that an autoscaler changes. */
  private static final String REPLICAS = "spec.replicas";

  /** Long enough to read the logs of a run that failed overnight. */
  private static final Duration APPLICATION_DATA = Duration.ofHours(12);

  /**
   * How long the executors of a new worker may take to start. Until then, a rollout does not
   * decommission the next worker, whose executors would find no place for their blocks.
   */
  private static final int EXECUTOR_START_SECONDS = 10;

  private Workers() {}

  /** The name of the Deployment and of its autoscaler. */
  static String name(ClusterSettings settings) {
    return settings.name() + "-" + COMPONENT;
  }

  /** The files that the workers and their executors read. */
  static RoleConfiguration configuration(ClusterSettings settings) {
    var role = settings.workers().role();
    var properties = new TreeMap<String, String>();
    // Without cleanup, the jars and logs of applications stay on a worker's disk: forever before
    // Spark 4, and for a week since then. WorkFolder limits their number and size.
    properties.put("spark.worker.cleanup.enabled", "true");
    properties.put("spark.worker.cleanup.appDataTtl", String.valueOf(APPLICATION_DATA.toSeconds()));
    properties.putAll(role.properties());
    WorkFolder.addProperties(properties);
    properties.putAll(ReverseProxy.PROPERTIES);
    properties.putAll(Authentication.properties(settings));
    properties.putAll(UiAccess.properties(settings.ui()));
    // A worker that loses its master reconnects to the Service, and so to the next master. By
    // default it would retry for minutes at the address that the master gave, which was its pod's.
    properties.put("spark.worker.preferConfiguredMasterAddress", "true");
    WorkerDecommission.addProperties(properties, settings.workers().decommission());
    return addScripts(
        RoleConfiguration.of(COMPONENT, name(settings), properties, role.logLevels()), settings);
  }

  private static RoleConfiguration addScripts(
      RoleConfiguration configuration, ClusterSettings settings) {
    var object = name(settings);
    var withProbes = RoleProbes.addToWorkers(configuration, settings.ui(), object);
    var withWatch = RegistrationWatch.addScript(withProbes, object);
    return WorkFolder.addScript(WorkerDecommission.addScript(withWatch, object), object);
  }

  /**
   * @param configuration from {@link #configuration}
   * @param secret from {@link Authentication#id}
   */
  static Deployment deployment(
      String name,
      ClusterSettings settings,
      RoleConfiguration configuration,
      Output<Map<String, String>> secret,
      Output<String> image,
      CustomResourceOptions options) {
    var pod =
        new RolePod(
            COMPONENT, settings, settings.workers().role(), Optional.of(configuration), image);
    var timeouts = Timeouts.ofDeployment(gracePeriod(pod), Probes.replacing(options));
    return new Deployment(
        name,
        DeploymentArgs.builder()
            .metadata(Metadata.of(settings, COMPONENT, name(settings), annotations(settings)))
            .spec(
                DeploymentSpecArgs.builder()
                    .replicas(settings.workers().replicas())
                    .strategy(strategy(settings.workers()))
                    .minReadySeconds(EXECUTOR_START_SECONDS)
                    .selector(
                        LabelSelectorArgs.builder()
                            .matchLabels(Labels.selector(COMPONENT, settings))
                            .build())
                    .template(template(settings, pod, secret))
                    .build())
            .build(),
        settings.workers().autoscaling().isPresent() ? leavingReplicas(timeouts) : timeouts);
  }

  /** Replaces workers without a need for room beside them. */
  private static DeploymentStrategyArgs strategy(WorkerSettings workers) {
    return DeploymentStrategyArgs.builder()
        .type("RollingUpdate")
        .rollingUpdate(
            RollingUpdateDeploymentArgs.builder()
                .maxSurge(0)
                .maxUnavailable(numberOrPercentage(workers.maxUnavailable()))
                .build())
        .build();
  }

  static Either<Integer, String> numberOrPercentage(String text) {
    return text.endsWith("%") ? Either.ofRight(text) : Either.ofLeft(Integer.valueOf(text));
  }

  private static Duration gracePeriod(RolePod pod) {
    return pod.terminationGracePeriod(
        pod.cluster().workers().decommission().plus(WorkerSettings.SHUTDOWN));
  }

  /**
   * Options that make updates keep the current number of workers.
   *
   * <p>If the field were omitted, Kubernetes would reset it to its default, 1.
   */
  private static CustomResourceOptions leavingReplicas(CustomResourceOptions options) {
    return CustomResourceOptions.merge(
        options, CustomResourceOptions.builder().ignoreChanges(REPLICAS).build());
  }

  /**
   * The annotations, which name the autoscaler that sets the number of workers.
   *
   * <p>The annotation also turns the removal of autoscaling into a change of the Deployment. The
   * update then sets the number of workers, even if Pulumi's state has the same number.
   */
  private static Map<String, String> annotations(ClusterSettings settings) {
    var own = new TreeMap<>(Annotations.DEPLOYMENT_TAKEN);
    if (settings.workers().autoscaling().isPresent()) {
      own.put(Annotations.REPLICAS_SET_BY, "HorizontalPodAutoscaler/" + name(settings));
    }
    return own;
  }

  private static PodTemplateSpecArgs template(
      ClusterSettings settings, RolePod pod, Output<Map<String, String>> secret) {
    var spec = pod.spec();
    if (!pod.sets("affinity")) {
      spec.affinity(Placement.awayFrom(Master.COMPONENT, settings));
    }
    if (!pod.sets("topologySpreadConstraints")) {
      spec.topologySpreadConstraints(Placement.spread(COMPONENT, settings));
    }
    return pod.template(
        spec.terminationGracePeriodSeconds((int) gracePeriod(pod).toSeconds())
            .containers(pod.containers(container(pod, settings)))
            .volumes(pod.volumes(volumes(settings)))
            .build(),
        secret);
  }

  private static Stream<VolumeArgs> volumes(ClusterSettings settings) {
    var work = Volumes.work(settings.workers().role().storage());
    var data = settings.dataVolume().map(volume -> DataVolume.volume(settings));
    return Stream.concat(work.stream(), data.stream());
  }

  private static Stream<VolumeMountArgs> volumeMounts(ClusterSettings settings) {
    var data = settings.dataVolume().map(volume -> DataVolume.mount());
    var work = Volumes.workMount(settings.workers().role().storage());
    return Stream.concat(Stream.of(work), data.stream());
  }

  private static ContainerArgs container(RolePod pod, ClusterSettings settings) {
    var workers = settings.workers();
    var container = pod.container();
    if (!workers.decommission().isZero()) {
      container.lifecycle(pod.lifecycle(WorkerDecommission.lifecycle(workers.decommission())));
    }
    return container
        .args(args(settings))
        .env(
            pod.env(
                Environment.variable(Environment.DAEMON_MEMORY, workers.daemonHeap().toSpark()),
                Environment.variable(
                    Environment.DAEMON_JAVA_OPTIONS,
                    Authentication.javaOptions(settings, RoleConfiguration.LOGGING_OPTION))))
        .ports(
            ContainerPortArgs.builder().name(Ports.RPC).containerPort(Ports.WORKER).build(),
            ContainerPortArgs.builder().name(Ports.UI).containerPort(Ports.WORKER_UI).build())
        .resources(
            Resources.of(workers.role(), ContainerMemory.ofWorker(workers, settings.executors())))
        .startupProbe(RoleProbes.startupOfWorkers(settings))
        .readinessProbe(RoleProbes.readinessOfWorkers())
        .livenessProbe(RoleProbes.livenessOfWorkers(settings.ui()))
        .volumeMounts(pod.volumeMounts(volumeMounts(settings)))
        .build();
  }

  private static List<String> args(ClusterSettings settings) {
    var workers = settings.workers();
    var worker =
        Stream.of(
            "spark-class",
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            Environment.POD_IP_REFERENCE,
            "--port",
            String.valueOf(Ports.WORKER),
            "--webui-port",
            String.valueOf(Ports.WORKER_UI),
            "--cores",
            String.valueOf(workers.cores()),
            "--memory",
            workers.memory().toSpark(),
            "--properties-file",
            RoleConfiguration.PROPERTIES_PATH,
            Master.url(settings));
    var watch = RegistrationWatch.command(settings).stream();
    var folder = WorkFolder.command(workers.role().storage()).stream();
    return Stream.of(watch, folder, worker).flatMap(it -> it).toList();
  }
}

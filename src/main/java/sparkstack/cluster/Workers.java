package sparkstack.cluster;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.apps.v1.Deployment;
import com.pulumi.kubernetes.apps.v1.DeploymentArgs;
import com.pulumi.kubernetes.apps.v1.inputs.DeploymentSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Probes;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.ReverseProxy;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.RolePod;
import sparkstack.kubernetes.Volumes;
import sparkstack.settings.ClusterSettings;

/** The workers, which run the executors of every application. */
final class Workers {
  /** The role, as a label, and the name of its container. */
  static final String COMPONENT = "worker";

  /** The one field of the Deployment that an autoscaler changes. */
  private static final String REPLICAS = "spec.replicas";

  /** For somebody to read the logs of a failed night's run. */
  private static final Duration APPLICATION_DATA = Duration.ofHours(12);

  private Workers() {}

  /** Of the Deployment and of its autoscaler. */
  static String name(ClusterSettings settings) {
    return settings.name() + "-" + COMPONENT;
  }

  /** The files that the workers and their executors read. */
  static RoleConfiguration configuration(ClusterSettings settings) {
    var role = settings.workers().role();
    var properties = new TreeMap<String, String>();
    // What applications leave on a worker's disk, their jars and logs, would stay there for ever
    // before Spark 4, and since then for a week.
    properties.put("spark.worker.cleanup.enabled", "true");
    properties.put("spark.worker.cleanup.appDataTtl", String.valueOf(APPLICATION_DATA.toSeconds()));
    properties.putAll(role.properties());
    properties.putAll(ReverseProxy.PROPERTIES);
    // To the Service, when a master is gone, and so to its successor. By default a worker asks
    // for minutes at the address that the master itself gave, which was its pod's.
    properties.put("spark.worker.preferConfiguredMasterAddress", "true");
    return RoleConfiguration.of(COMPONENT, name(settings), properties, role.logLevels());
  }

  /**
   * @param configuration from {@link #configuration}
   */
  static Deployment deployment(
      String name,
      ClusterSettings settings,
      RoleConfiguration configuration,
      Output<String> image,
      CustomResourceOptions options) {
    return new Deployment(
        name,
        DeploymentArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .namespace(settings.namespace().name())
                    .name(name(settings))
                    .labels(Labels.of(COMPONENT, settings))
                    .annotations(annotations(settings))
                    .build())
            .spec(
                DeploymentSpecArgs.builder()
                    .replicas(settings.workers().replicas())
                    .selector(
                        LabelSelectorArgs.builder()
                            .matchLabels(Labels.selector(COMPONENT, settings))
                            .build())
                    .template(template(settings, configuration, image))
                    .build())
            .build(),
        settings.workers().autoscaling().isPresent() ? leavingReplicas(options) : options);
  }

  /**
   * Options by which updates leave the number of workers as it is found.
   *
   * <p>Leaving the field out would not do: taken back, it has its default, 1.
   */
  private static CustomResourceOptions leavingReplicas(CustomResourceOptions options) {
    return CustomResourceOptions.merge(
        options, CustomResourceOptions.builder().ignoreChanges(REPLICAS).build());
  }

  /**
   * Whose the number of workers is.
   *
   * <p>That it is told also makes switching autoscaling off a change of the Deployment, which sets
   * the number, even if it is the one in Pulumi's state.
   */
  private static Map<String, String> annotations(ClusterSettings settings) {
    var own = new TreeMap<>(Annotations.DEPLOYMENT_TAKEN);
    if (settings.workers().autoscaling().isPresent()) {
      own.put(Annotations.REPLICAS_SET_BY, "HorizontalPodAutoscaler/" + name(settings));
    }
    return Annotations.of(settings, own);
  }

  private static PodTemplateSpecArgs template(
      ClusterSettings settings, RoleConfiguration configuration, Output<String> image) {
    var pod = new RolePod(COMPONENT, settings, settings.workers().role(), configuration, image);
    return pod.template(
        pod.spec()
            .containers(pod.containers(container(pod, settings)))
            .volumes(pod.volumes(volumes(settings)))
            .build());
  }

  private static Stream<VolumeArgs> volumes(ClusterSettings settings) {
    var work = Volumes.work(settings.workers().role().storage());
    var data = settings.dataVolume().map(volume -> DataVolume.volume(settings));
    return Stream.concat(Stream.of(work), data.stream());
  }

  private static Stream<VolumeMountArgs> volumeMounts(ClusterSettings settings) {
    var data = settings.dataVolume().map(volume -> DataVolume.mount());
    return Stream.concat(Stream.of(Volumes.workMount()), data.stream());
  }

  private static ContainerArgs container(RolePod pod, ClusterSettings settings) {
    var workers = settings.workers();
    return pod.container()
        .args(
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
            Master.url(settings))
        .env(
            pod.env(
                Environment.variable(Environment.DAEMON_MEMORY, workers.daemonHeap().toSpark()),
                Environment.variable(
                    Environment.DAEMON_JAVA_OPTIONS, RoleConfiguration.LOGGING_OPTION)))
        .ports(
            ContainerPortArgs.builder().name(Ports.RPC).containerPort(Ports.WORKER).build(),
            ContainerPortArgs.builder().name(Ports.UI).containerPort(Ports.WORKER_UI).build())
        .resources(
            Resources.of(workers.role(), ContainerMemory.ofWorker(workers, settings.executors())))
        .startupProbe(Probes.startup())
        .readinessProbe(Probes.readiness())
        .livenessProbe(Probes.liveness())
        .volumeMounts(pod.volumeMounts(volumeMounts(settings)))
        .build();
  }
}

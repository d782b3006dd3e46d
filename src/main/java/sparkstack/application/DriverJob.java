package sparkstack.application;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.batch.v1.Job;
import com.pulumi.kubernetes.batch.v1.JobArgs;
import com.pulumi.kubernetes.batch.v1.inputs.JobSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import sparkstack.await.Program;
import sparkstack.cluster.Master;
import sparkstack.cluster.MasterWatch;
import sparkstack.image.ImageLayout;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.Authentication;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Metadata;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.RolePod;
import sparkstack.kubernetes.Timeouts;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.KeyNames;

/** The Job of an application's driver. In client mode, the driver is the Job's pod. */
final class DriverJob {
  /** The value of the component label, and the name of the container. */
  static final String COMPONENT = Labels.DRIVER;

  private DriverJob() {}

  /** The files of the driver, which passes their properties on to its executors. */
  static RoleConfiguration configuration(DriverSettings settings, ClusterSettings cluster) {
    var files =
        RoleConfiguration.of(
            COMPONENT,
            name(settings, cluster),
            ApplicationProperties.of(settings, cluster),
            settings.role().logLevels());
    return MasterWatch.addScripts(files, cluster, name(settings, cluster));
  }

  /**
   * @param configuration from {@link #configuration}
   * @param secret from {@link Authentication#id}
   */
  static Job create(
      String name,
      DriverSettings settings,
      ClusterSettings cluster,
      RoleConfiguration configuration,
      Output<Map<String, String>> secret,
      Output<String> image,
      CustomResourceOptions options) {
    var pod = new RolePod(COMPONENT, cluster, settings.role(), Optional.of(configuration), image);
    return new Job(
        name,
        JobArgs.builder()
            .metadata(
                Metadata.of(
                    cluster,
                    COMPONENT,
                    name(settings, cluster),
                    secret.applyValue(DriverJob::annotations)))
            .spec(
                JobSpecArgs.builder()
                    // The user looks at a failure. The next `pulumi up` retries it.
                    .backoffLimit(0)
                    // No ttlSecondsAfterFinished: `pulumi refresh` would miss a Job that Kubernetes
                    // removed, and the next `pulumi up` would run the application again.
                    .template(template(pod, settings))
                    .build())
            .build(),
        Timeouts.ofPod(pod.terminationGracePeriod(), replacing(options)));
  }

  private static Map<String, String> annotations(Map<String, String> secret) {
    var annotations = new TreeMap<>(secret);
    annotations.put(Annotations.REPLACE_UNREADY, "true");
    annotations.putAll(Annotations.jobTaken(secret));
    return annotations;
  }

  /**
   * Replaces the Job if the id of the secret changes.
   *
   * <p>The id is not in the pod's template: if the stack's state is lost, an update takes over the
   * Job that exists, and Kubernetes refuses another template.
   */
  private static CustomResourceOptions replacing(CustomResourceOptions options) {
    return CustomResourceOptions.merge(
        options,
        CustomResourceOptions.builder()
            .replaceOnChanges(Authentication.ID_PATH)
            .deleteBeforeReplace(true)
            .build());
  }

  /** What an update waits for. */
  static Program program(DriverSettings settings, KeyNames keys) {
    return new Program(
        COMPONENT,
        settings.timeout(),
        keys.driverTimeout(),
        "Raise %s, or raise %s if the heap is full."
            .formatted(keys.driverMemoryOverhead(), keys.driverMemory()),
        keys.driverStorage());
  }

  /** The name of the Job, and of the application on the master's page. */
  static String name(DriverSettings settings, ClusterSettings cluster) {
    return cluster.name() + "-" + settings.name();
  }

  private static PodTemplateSpecArgs template(RolePod pod, DriverSettings settings) {
    var data = pod.cluster().dataVolume().map(volume -> DataVolume.volume(pod.cluster()));
    return pod.template(
        pod.spec()
            .restartPolicy("Never")
            .containers(pod.containers(container(pod, settings)))
            .volumes(pod.volumes(data.stream()))
            .build());
  }

  private static ContainerArgs container(RolePod pod, DriverSettings settings) {
    var data = pod.cluster().dataVolume().map(volume -> DataVolume.mount());
    return pod.container()
        .args(submit(settings, pod))
        .env(pod.env())
        .ports(
            ContainerPortArgs.builder().name(Ports.RPC).containerPort(Ports.DRIVER).build(),
            ContainerPortArgs.builder()
                .name(Ports.BLOCK_MANAGER)
                .containerPort(Ports.DRIVER_BLOCK_MANAGER)
                .build(),
            ContainerPortArgs.builder().name(Ports.UI).containerPort(Ports.DRIVER_UI).build())
        .resources(Resources.of(settings.role(), ContainerMemory.ofDriver(settings)))
        .volumeMounts(pod.volumeMounts(data.stream()))
        .build();
  }

  private static List<String> submit(DriverSettings settings, RolePod pod) {
    var cluster = pod.cluster();
    var options =
        Stream.of(
            "spark-submit",
            "--master",
            Master.url(cluster),
            "--deploy-mode",
            "client",
            "--name",
            name(settings, cluster),
            "--class",
            settings.mainClass(),
            "--driver-memory",
            settings.memory().toSpark(),
            "--properties-file",
            RoleConfiguration.PROPERTIES_PATH,
            // Executors connect to the driver, so it needs an address that they can reach.
            "--conf",
            "spark.driver.host=" + Environment.POD_IP_REFERENCE,
            "--conf",
            "spark.driver.bindAddress=" + Environment.POD_IP_REFERENCE);
    var application = Stream.of(ImageLayout.applicationUrl(settings.jar()));
    var arguments = settings.arguments().stream().map(Environment::literal);
    var watch = MasterWatch.command(cluster, pod.terminationGracePeriod()).stream();
    return Stream.of(watch, options, application, arguments).flatMap(args -> args).toList();
  }
}

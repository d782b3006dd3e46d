package sparkstack.application;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.batch.v1.Job;
import com.pulumi.kubernetes.batch.v1.JobArgs;
import com.pulumi.kubernetes.batch.v1.inputs.JobSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sparkstack.cluster.Master;
import sparkstack.image.ImageLayout;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.Security;
import sparkstack.kubernetes.Timeouts;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;

/**
 * One run of an application, its driver in client mode: the driver is this Job's pod.
 *
 * <p>A Job cannot be changed, so Pulumi replaces it, and the application runs again, when and only
 * when something about it changes.
 */
public final class DriverJob {
  private static final String COMPONENT = "driver";
  private static final String NAME = "spark-driver";

  /** How long {@code pulumi up} waits for the application to complete. */
  private static final Duration COMPLETION = Duration.ofMinutes(30);

  /** A running driver has 30 seconds to end; one that has completed is gone in no time. */
  private static final Duration DELETION = Duration.ofMinutes(1);

  private DriverJob() {}

  public static Job create(
      String name,
      DriverSettings settings,
      ClusterSettings cluster,
      Output<String> image,
      CustomResourceOptions options) {
    return new Job(
        name,
        JobArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .namespace(cluster.namespace())
                    .name(NAME)
                    .labels(Labels.of(COMPONENT, cluster.sparkVersion()))
                    .annotations(Map.of(Annotations.REPLACE_UNREADY, "true"))
                    .build())
            .spec(
                JobSpecArgs.builder()
                    // A failure is the user's to look at. It is the next `pulumi up` that retries.
                    .backoffLimit(0)
                    // No ttlSecondsAfterFinished: a Job that Kubernetes removes is missed by
                    // `pulumi refresh`, and the next `pulumi up` would run it again.
                    .template(
                        PodTemplateSpecArgs.builder()
                            .metadata(
                                ObjectMetaArgs.builder()
                                    .labels(Labels.of(COMPONENT, cluster.sparkVersion()))
                                    .build())
                            .spec(pod(settings, cluster, image))
                            .build())
                    .build())
            .build(),
        Timeouts.of(COMPLETION, DELETION, options));
  }

  private static PodSpecArgs pod(
      DriverSettings settings, ClusterSettings cluster, Output<String> image) {
    var pod =
        PodSpecArgs.builder()
            .automountServiceAccountToken(false)
            .enableServiceLinks(false)
            .securityContext(Security.pod())
            .restartPolicy("Never")
            .containers(container(settings, cluster, image));
    cluster.dataVolume().ifPresent(volume -> pod.volumes(DataVolume.volume()));
    return pod.build();
  }

  private static ContainerArgs container(
      DriverSettings settings, ClusterSettings cluster, Output<String> image) {
    var container =
        ContainerArgs.builder()
            .name(COMPONENT)
            .image(image)
            .imagePullPolicy("IfNotPresent")
            .args(submit(settings, cluster))
            .env(Environment.podIp())
            .ports(
                ContainerPortArgs.builder().name(Ports.RPC).containerPort(Ports.DRIVER).build(),
                ContainerPortArgs.builder()
                    .name(Ports.BLOCK_MANAGER)
                    .containerPort(Ports.DRIVER_BLOCK_MANAGER)
                    .build(),
                ContainerPortArgs.builder().name(Ports.UI).containerPort(Ports.DRIVER_UI).build())
            .resources(resources(settings))
            .securityContext(Security.container())
            // The last lines of its log then stand in Pulumi's own error.
            .terminationMessagePolicy("FallbackToLogsOnError");
    cluster.dataVolume().ifPresent(volume -> container.volumeMounts(DataVolume.mount()));
    return container.build();
  }

  private static ResourceRequirementsArgs resources(DriverSettings settings) {
    return Resources.of(settings.cpuRequest(), ContainerMemory.ofDriver(settings.memory()));
  }

  private static List<String> submit(DriverSettings settings, ClusterSettings cluster) {
    var workers = cluster.workers();
    var options =
        Stream.of(
            "spark-submit",
            "--master",
            Master.url(),
            "--deploy-mode",
            "client",
            "--name",
            NAME,
            "--class",
            settings.mainClass(),
            "--driver-memory",
            settings.memory().toSpark(),
            // An executor is a whole worker: the one size that always fits.
            "--executor-memory",
            workers.memory().toSpark(),
            "--executor-cores",
            String.valueOf(workers.cores()));
    var properties = properties().stream().flatMap(property -> Stream.of("--conf", property));
    var application = Stream.of(ImageLayout.applicationUrl(settings.jar()));
    var arguments = settings.arguments().stream().map(Environment::literal);
    return Stream.of(options, properties, application, arguments).flatMap(args -> args).toList();
  }

  /** Executors connect to the driver: it needs an address that they reach, and known ports. */
  private static List<String> properties() {
    return List.of(
        "spark.driver.host=" + Environment.POD_IP_REFERENCE,
        "spark.driver.bindAddress=" + Environment.POD_IP_REFERENCE,
        "spark.driver.port=" + Ports.DRIVER,
        "spark.driver.blockManager.port=" + Ports.DRIVER_BLOCK_MANAGER,
        "spark.ui.port=" + Ports.DRIVER_UI,
        "spark.ui.reverseProxy=true");
  }
}

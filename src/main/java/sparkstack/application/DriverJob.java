package sparkstack.application;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.batch.v1.Job;
import com.pulumi.kubernetes.batch.v1.JobArgs;
import com.pulumi.kubernetes.batch.v1.inputs.JobSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.ContainerPortArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sparkstack.cluster.Master;
import sparkstack.cluster.SparkCluster;
import sparkstack.image.ImageLayout;
import sparkstack.kubernetes.Additions;
import sparkstack.kubernetes.Annotations;
import sparkstack.kubernetes.ContainerMemory;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Identity;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Ports;
import sparkstack.kubernetes.Resources;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.Security;
import sparkstack.kubernetes.Timeouts;
import sparkstack.kubernetes.Volumes;
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

  /** A running driver has 30 seconds to end; one that has completed is gone in no time. */
  private static final Duration DELETION = Duration.ofMinutes(1);

  private DriverJob() {}

  /**
   * Runs an application on a cluster: creates its driver's Job, and the ConfigMap that it reads.
   *
   * <p>One on each cluster: in Kubernetes the Job's name is the cluster's and {@code -driver}.
   *
   * @param name of both in Pulumi's state
   * @param options with the cluster's provider
   */
  public static Job create(
      String name, DriverSettings settings, SparkCluster cluster, CustomResourceOptions options) {
    var needed = new ArrayList<>(cluster.daemons());
    needed.add(
        configuration(settings, cluster.settings())
            .configMap(name, cluster.settings(), after(cluster.daemons(), options)));
    var job =
        job(name, settings, cluster.settings(), cluster.imageOnceReady(), after(needed, options));
    cluster
        .readiness()
        .run(
            job,
            cluster.settings().namespace().name(),
            name(cluster.settings()),
            COMPONENT,
            cluster.settings().podStart(),
            settings.timeout());
    return job;
  }

  private static CustomResourceOptions after(List<Resource> needed, CustomResourceOptions options) {
    return CustomResourceOptions.merge(
        options, CustomResourceOptions.builder().dependsOn(needed).build());
  }

  /** What it reads from its files, and its executors get from it. */
  private static RoleConfiguration configuration(DriverSettings settings, ClusterSettings cluster) {
    return RoleConfiguration.of(
        COMPONENT,
        cluster,
        ApplicationProperties.of(settings, cluster),
        settings.role().logLevels());
  }

  private static Job job(
      String name,
      DriverSettings settings,
      ClusterSettings cluster,
      Output<String> image,
      CustomResourceOptions options) {
    var pod = settings.role().pod();
    return new Job(
        name,
        JobArgs.builder()
            .metadata(
                ObjectMetaArgs.builder()
                    .namespace(cluster.namespace().name())
                    .name(name(cluster))
                    .labels(Labels.of(COMPONENT, cluster))
                    .annotations(
                        Annotations.of(
                            Map.of(Annotations.REPLACE_UNREADY, "true"), Annotations.JOB_TAKEN))
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
                                    .labels(Labels.ofPod(COMPONENT, cluster, pod))
                                    .annotations(pod.annotations())
                                    .build())
                            .spec(pod(settings, cluster, image))
                            .build())
                    .build())
            .build(),
        Timeouts.deletion(DELETION, options));
  }

  private static String name(ClusterSettings cluster) {
    return cluster.name() + "-" + COMPONENT;
  }

  private static PodSpecArgs pod(
      DriverSettings settings, ClusterSettings cluster, Output<String> image) {
    var additions = new Additions(settings.role().pod());
    return additions
        .spec()
        .serviceAccountName(Identity.serviceAccountName(cluster))
        .automountServiceAccountToken(false)
        .enableServiceLinks(false)
        .securityContext(Security.pod())
        .imagePullSecrets(Identity.pullSecrets(cluster))
        .restartPolicy("Never")
        .containers(container(settings, cluster, additions, image))
        .volumes(additions.volumes(volumes(settings, cluster)))
        .build();
  }

  private static Stream<VolumeArgs> volumes(DriverSettings settings, ClusterSettings cluster) {
    var own =
        Stream.of(
            Volumes.configuration(configuration(settings, cluster)),
            Volumes.temporary(settings.role().storage()));
    return Stream.concat(
        own, cluster.dataVolume().map(volume -> DataVolume.volume(cluster)).stream());
  }

  private static Stream<VolumeMountArgs> mounts(ClusterSettings cluster) {
    var own = Stream.of(Volumes.configurationMount(), Volumes.temporaryMount());
    return Stream.concat(own, cluster.dataVolume().map(volume -> DataVolume.mount()).stream());
  }

  private static ContainerArgs container(
      DriverSettings settings, ClusterSettings cluster, Additions additions, Output<String> image) {
    return additions
        .container(COMPONENT)
        .image(image)
        .imagePullPolicy(cluster.pull().policy())
        .args(submit(settings, cluster))
        .env(additions.env(Environment.podIp()))
        .ports(
            ContainerPortArgs.builder().name(Ports.RPC).containerPort(Ports.DRIVER).build(),
            ContainerPortArgs.builder()
                .name(Ports.BLOCK_MANAGER)
                .containerPort(Ports.DRIVER_BLOCK_MANAGER)
                .build(),
            ContainerPortArgs.builder().name(Ports.UI).containerPort(Ports.DRIVER_UI).build())
        .resources(Resources.of(settings.role(), ContainerMemory.ofDriver(settings)))
        .securityContext(Security.container())
        // For kubectl describe; Pulumi's error has the reason out of the log itself.
        .terminationMessagePolicy("FallbackToLogsOnError")
        .volumeMounts(additions.volumeMounts(mounts(cluster)))
        .build();
  }

  private static List<String> submit(DriverSettings settings, ClusterSettings cluster) {
    var options =
        Stream.of(
            "spark-submit",
            "--master",
            Master.url(cluster),
            "--deploy-mode",
            "client",
            "--name",
            name(cluster),
            "--class",
            settings.mainClass(),
            "--driver-memory",
            settings.memory().toSpark(),
            "--properties-file",
            RoleConfiguration.PROPERTIES_PATH,
            // Executors connect to the driver: it needs an address that they reach.
            "--conf",
            "spark.driver.host=" + Environment.POD_IP_REFERENCE,
            "--conf",
            "spark.driver.bindAddress=" + Environment.POD_IP_REFERENCE);
    var application = Stream.of(ImageLayout.applicationUrl(settings.jar()));
    var arguments = settings.arguments().stream().map(Environment::literal);
    return Stream.of(options, application, arguments).flatMap(args -> args).toList();
  }
}

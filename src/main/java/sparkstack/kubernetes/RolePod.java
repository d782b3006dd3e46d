package sparkstack.kubernetes;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.LifecycleArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodTemplateSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.kubernetes.meta.v1.inputs.ObjectMetaArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.RoleSettings;

/**
 * The pod of a role: the fields that the pods of masters, workers and drivers have in common, and
 * the fields that the user adds.
 *
 * <p>The role's own class sets all other fields, on {@link #spec} and on {@link #container}.
 *
 * @param component role, for example {@code worker}: a label, and the name of the container
 * @param configuration files that the role reads
 * @param image image by digest
 */
public record RolePod(
    String component,
    ClusterSettings cluster,
    RoleSettings role,
    Optional<RoleConfiguration> configuration,
    Output<String> image) {
  private static final Duration KUBERNETES_DEFAULT = Duration.ofSeconds(30);

  /** The pod template of a Job. */
  public PodTemplateSpecArgs template(PodSpecArgs spec) {
    return template(spec, Output.of(Map.of()));
  }

  /**
   * The pod template of a Deployment.
   *
   * @param secret the id of the cluster's secret, from {@link Authentication#id}
   */
  public PodTemplateSpecArgs template(PodSpecArgs spec, Output<Map<String, String>> secret) {
    return PodTemplateSpecArgs.builder()
        .metadata(
            ObjectMetaArgs.builder()
                .labels(Labels.ofPod(component, cluster, role.pod()))
                .annotations(secret.applyValue(it -> Annotations.of(role.pod().annotations(), it)))
                .build())
        .spec(spec)
        .build();
  }

  /** The spec. The role sets {@code containers} and {@code volumes}. */
  public PodSpecArgs.Builder spec() {
    return additions()
        .spec(image, cluster.pull().policy())
        .serviceAccountName(Identity.serviceAccountName(cluster))
        .automountServiceAccountToken(false)
        // The links of Service spark-master would set SPARK_MASTER_PORT to tcp://…. Spark parses it
        // as a port number and fails.
        .enableServiceLinks(false)
        .securityContext(additions().securityContext(Security.pod(cluster.podUser())))
        .imagePullSecrets(Identity.pullSecrets(cluster));
  }

  /** Whether the user sets a field of the spec. */
  public boolean sets(String field) {
    return role.pod().spec().has(field);
  }

  /** The role's container, then the user's. */
  public List<ContainerArgs> containers(ContainerArgs own) {
    return additions().containers(own, image, cluster.pull().policy());
  }

  /** The volumes of every role, then {@code more} of this role, then the user's. */
  public List<VolumeArgs> volumes(Stream<VolumeArgs> more) {
    return additions()
        .volumes(
            Stream.concat(
                shared(
                    Volumes::configuration,
                    Authentication.volume(cluster),
                    Volumes.temporary(role.storage())),
                more));
  }

  /**
   * The role's container. The role sets {@code args}, {@code env}, {@code ports}, {@code
   * resources}, {@code volumeMounts} and its probes.
   */
  public ContainerArgs.Builder container() {
    return additions()
        .container(component)
        .image(image)
        .imagePullPolicy(cluster.pull().policy())
        .securityContext(additions().securityContext(Security.container()))
        // The program reads the reason of a failure from the log, or from this message if the log
        // is gone.
        .terminationMessagePolicy("FallbackToLogsOnError");
  }

  /** The role's hooks, with the user's hooks for other events. */
  public LifecycleArgs lifecycle(LifecycleArgs own) {
    return additions().lifecycle(own);
  }

  /** {@code POD_IP}, then {@code more} of the role, then the user's. */
  public List<EnvVarArgs> env(EnvVarArgs... more) {
    return additions().env(Stream.concat(Stream.of(Environment.podIp()), Stream.of(more)));
  }

  /** The mounts of {@link #volumes}, with {@code more} of the role. */
  public List<VolumeMountArgs> volumeMounts(Stream<VolumeMountArgs> more) {
    return additions()
        .volumeMounts(
            Stream.concat(
                shared(
                    it -> Volumes.configurationMount(),
                    Authentication.mount(cluster),
                    Volumes.temporaryMount(role.storage())),
                more));
  }

  /** Those for the files of the role and for the cluster's secret, and one for temporary files. */
  private <T> Stream<T> shared(
      Function<RoleConfiguration, T> files, Optional<T> secret, T temporary) {
    var own =
        configuration.stream()
            .flatMap(it -> Stream.concat(Stream.of(files.apply(it)), secret.stream()));
    return Stream.concat(own, Stream.of(temporary));
  }

  /** How long the pod may take to end before its processes are killed. */
  public Duration terminationGracePeriod() {
    return terminationGracePeriod(KUBERNETES_DEFAULT);
  }

  /**
   * The same for a role with another default.
   *
   * @param otherwise if the user sets none
   */
  public Duration terminationGracePeriod(Duration otherwise) {
    return additions().terminationGracePeriod().orElse(otherwise);
  }

  private Additions additions() {
    return new Additions(role.pod());
  }
}

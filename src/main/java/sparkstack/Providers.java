package sparkstack;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;
import com.pulumi.resources.ResourceArgs;
import java.util.Optional;
import java.util.function.Consumer;
import sparkstack.await.Readiness;
import sparkstack.config.StackConfig;
import sparkstack.ownership.KubernetesApi;
import sparkstack.ownership.LiveCluster;
import sparkstack.settings.KubernetesAccess;

/**
 * The plugins that the stack talks through, at the versions that it is tested with.
 *
 * <p>Without an explicit provider the engine takes the plugin of the same version as the Java SDK.
 * A provider with other arguments, for another cluster, needs the same version.
 */
public final class Providers {
  /**
   * Newer than the SDK's own 4.0.0, which fails previews of a changed Job ("field is immutable",
   * pulumi-kubernetes#2575) and waits ten minutes for a Service without pods
   * (pulumi-kubernetes#605).
   *
   * <p>The resource {@code com/pulumi/kubernetes/plugin.json} has it too, in the place of the
   * SDK's: by it Pulumi learns what to install, which would be 4.0.0 besides, for nobody.
   */
  public static final String KUBERNETES_PLUGIN = "4.25.0";

  /**
   * Newer than the SDK's own 4.5.1, which speaks version 1.42 of the Docker API: Docker Engine 29
   * and newer refuse it. This one negotiates the version, and works with Docker Engine 20.10 and
   * newer.
   *
   * <p>The resource {@code com/pulumi/docker/plugin.json} has it too, in the place of the SDK's.
   */
  public static final String DOCKER_PLUGIN = "5.1.0";

  private Providers() {}

  /**
   * The Kubernetes plugin, as a resource {@code kubernetes}; for the cluster that kubectl speaks
   * to, or that the config names.
   *
   * @param config with the plugin's own keys, which Pulumi hands to default providers only: {@code
   *     kubernetes:context}, {@code kubernetes:cluster} and {@code kubernetes:kubeconfig} select
   *     the cluster; {@code kubernetes:renderYamlToDirectory} makes {@code up} write manifests to a
   *     folder instead
   */
  public static ProviderResource kubernetes(StackConfig config) {
    var options = CustomResourceOptions.builder().version(KUBERNETES_PLUGIN).build();
    return new ProviderResource("kubernetes", "kubernetes", new KubernetesArgs(config), options);
  }

  /**
   * The cluster that {@link #kubernetes} talks to, for questions of the program's own; none where
   * manifests are written to a folder.
   */
  public static LiveCluster liveCluster(StackConfig config) {
    return access(config)
        .<LiveCluster>map(KubernetesApi::new)
        .orElse((apiVersion, kind, namespace, name) -> Optional.empty());
  }

  /**
   * What waits for pods, by the API server that {@link #kubernetes} talks to; nothing where
   * manifests are written to a folder.
   *
   * @param screen where what is waited for is shown
   */
  public static Readiness readiness(StackConfig config, Consumer<String> screen) {
    return access(config).map(it -> Readiness.of(it, screen)).orElseGet(Readiness::none);
  }

  private static Optional<KubernetesAccess> access(StackConfig config) {
    return text(config, "kubernetes:renderYamlToDirectory").isPresent()
        ? Optional.empty()
        : Optional.of(
            new KubernetesAccess(
                text(config, "kubernetes:kubeconfig"),
                text(config, "kubernetes:context"),
                text(config, "kubernetes:cluster")));
  }

  /**
   * The docker plugin, as a resource {@code docker}; for the engine that docker speaks to, or that
   * the config names by {@code docker:host}.
   */
  public static ProviderResource docker(StackConfig config) {
    var options = CustomResourceOptions.builder().version(DOCKER_PLUGIN).build();
    return new ProviderResource("docker", "docker", new DockerArgs(config), options);
  }

  /**
   * The arguments of the Kubernetes plugin.
   *
   * <p>The SDK's own class gives each argument that is left out the value of an environment
   * variable, such as {@code KUBECONFIG} or {@code PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY}. Pulumi
   * records that value in the stack's state, where it is a change on every other machine. The
   * plugin reads the same variables itself when it starts, so nothing is lost without them.
   */
  private static final class KubernetesArgs extends ResourceArgs {
    @Import private final Output<String> kubeconfig;
    @Import private final Output<String> context;
    @Import private final Output<String> cluster;
    @Import private final Output<String> renderYamlToDirectory;

    KubernetesArgs(StackConfig config) {
      // The plugin takes an empty string for no kubeconfig. It is in the states that release 0.1.0
      // wrote: without it, their provider would change.
      kubeconfig = value(config, "kubernetes:kubeconfig").orElse(Output.of(""));
      context = value(config, "kubernetes:context").orElse(null);
      cluster = value(config, "kubernetes:cluster").orElse(null);
      renderYamlToDirectory = value(config, "kubernetes:renderYamlToDirectory").orElse(null);
    }
  }

  /**
   * The arguments of the docker plugin, for the reason that {@link KubernetesArgs} gives.
   *
   * <p>A host that is left out is not an empty string: the plugin would take that for a host, and
   * try neither an SSH host in {@code DOCKER_HOST} nor the socket of Docker Desktop.
   */
  private static final class DockerArgs extends ResourceArgs {
    @Import private final Output<String> host;

    DockerArgs(StackConfig config) {
      host = value(config, "docker:host").orElse(null);
    }
  }

  /** Encrypted in the stack's state as in its file. */
  private static Optional<Output<String>> value(StackConfig config, String key) {
    return text(config, key)
        .map(text -> config.secretKeys().contains(key) ? Output.ofSecret(text) : Output.of(text));
  }

  private static Optional<String> text(StackConfig config, String key) {
    return Optional.ofNullable(config.values().get(key)).filter(text -> !text.isBlank());
  }
}

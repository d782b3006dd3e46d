package sparkstack;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;
import com.pulumi.resources.ResourceArgs;
import java.util.Optional;
import java.util.function.Consumer;
import sparkstack.await.Readiness;
import sparkstack.config.StackConfig;
import sparkstack.preflight.KubernetesApi;
import sparkstack.preflight.Preflight;
import sparkstack.settings.KubernetesAccess;
import sparkstack.state.StackState;

/**
 * The versions of the Pulumi plugins that the stack uses and is tested with.
 *
 * <p>Without an explicit provider, the engine uses the plugin with the version of the Java SDK. A
 * provider with other arguments, for another cluster, needs the same version.
 */
public final class Providers {
  /**
   * Newer than the SDK's own 4.0.0, which fails previews of a changed Job ("field is immutable",
   * pulumi-kubernetes#2575) and waits ten minutes for a Service without pods
   * (pulumi-kubernetes#605).
   *
   * <p>The resource {@code com/pulumi/kubernetes/plugin.json} has the same version and replaces the
   * SDK's file. Pulumi reads from it which plugin to install. With the SDK's file, Pulumi would
   * also install 4.0.0, which nothing uses.
   */
  public static final String KUBERNETES_PLUGIN = "4.25.0";

  /**
   * Newer than the SDK's own 4.5.1, which speaks version 1.42 of the Docker API: Docker Engine 29
   * and newer refuse it. This version negotiates the API version and works with Docker Engine 20.10
   * and newer.
   *
   * <p>The resource {@code com/pulumi/docker/plugin.json} has the same version and replaces the
   * SDK's file.
   */
  public static final String DOCKER_PLUGIN = "5.1.0";

  private Providers() {}

  /**
   * The Kubernetes provider, registered as the resource {@code kubernetes}. It manages the cluster
   * of kubectl's current context, or the cluster that the config selects.
   *
   * @param config has the plugin's own keys, which Pulumi passes to default providers only: {@code
   *     kubernetes:context}, {@code kubernetes:cluster} and {@code kubernetes:kubeconfig} select
   *     the cluster; {@code kubernetes:renderYamlToDirectory} makes {@code up} write manifests to a
   *     folder instead
   */
  public static ProviderResource kubernetes(StackConfig config) {
    var options = CustomResourceOptions.builder().version(KUBERNETES_PLUGIN).build();
    return new ProviderResource("kubernetes", "kubernetes", new KubernetesArgs(config), options);
  }

  /**
   * Checks the cluster that {@link #kubernetes} manages: who owns the objects, and whether volumes
   * can be made. Checks nothing if manifests are written to a folder.
   *
   * @param state the stack's state: its objects are the stack's own
   */
  public static Preflight preflight(StackConfig config, StackState state) {
    return access(config)
        .map(it -> Preflight.in(new KubernetesApi(it), state, Deployment.getInstance().isDryRun()))
        .orElseGet(Preflight::none);
  }

  /**
   * Waits for pods through the API server that {@link #kubernetes} uses. Does not wait if manifests
   * are written to a folder.
   *
   * @param state the stack's state, with the objects that an earlier update has waited for
   * @param screen shows the progress of a wait
   */
  public static Readiness readiness(StackConfig config, StackState state, Consumer<String> screen) {
    return access(config).map(it -> Readiness.of(it, state, screen)).orElseGet(Readiness::none);
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
   * The docker provider, registered as the resource {@code docker}. It uses the engine of the
   * docker command, or the engine in {@code docker:host} of the config.
   */
  public static ProviderResource docker(StackConfig config) {
    var options = CustomResourceOptions.builder().version(DOCKER_PLUGIN).build();
    return new ProviderResource("docker", "docker", new DockerArgs(config), options);
  }

  /**
   * The arguments of the Kubernetes provider.
   *
   * <p>The SDK's own class sets each omitted argument from an environment variable, such as {@code
   * KUBECONFIG} or {@code PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY}. Pulumi records that value in the
   * stack's state, so every other machine would see a change. The plugin reads the same variables
   * itself when it starts, so nothing is lost without them.
   */
  private static final class KubernetesArgs extends ResourceArgs {
    @Import private final Output<String> kubeconfig;
    @Import private final Output<String> context;
    @Import private final Output<String> cluster;
    @Import private final Output<String> renderYamlToDirectory;

    KubernetesArgs(StackConfig config) {
      // The plugin treats an empty string as no kubeconfig. The states that release 0.1.0 wrote
      // have the empty string: without it, their provider would change.
      kubeconfig = value(config, "kubernetes:kubeconfig").orElse(Output.of(""));
      context = value(config, "kubernetes:context").orElse(null);
      cluster = value(config, "kubernetes:cluster").orElse(null);
      renderYamlToDirectory = value(config, "kubernetes:renderYamlToDirectory").orElse(null);
    }
  }

  /**
   * The arguments of the docker provider. {@link KubernetesArgs} has the reason for this class.
   *
   * <p>An omitted host must not become an empty string: the plugin would use the empty string as
   * the host, and try neither an SSH host in {@code DOCKER_HOST} nor the socket of Docker Desktop.
   */
  private static final class DockerArgs extends ResourceArgs {
    @Import private final Output<String> host;

    DockerArgs(StackConfig config) {
      host = value(config, "docker:host").orElse(null);
    }
  }

  /** A value that is encrypted in the stack file is encrypted in the stack's state too. */
  private static Optional<Output<String>> value(StackConfig config, String key) {
    return text(config, key)
        .map(text -> config.secretKeys().contains(key) ? Output.ofSecret(text) : Output.of(text));
  }

  private static Optional<String> text(StackConfig config, String key) {
    return Optional.ofNullable(config.values().get(key)).filter(text -> !text.isBlank());
  }
}

package sparkstack;

import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
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

  public static final String DOCKER_PLUGIN = "4.5.1";

  private Providers() {}

  /**
   * The Kubernetes plugin, as a resource {@code kubernetes}; for the cluster that kubectl speaks
   * to, or that the config names.
   *
   * @param config with the plugin's own, of which only default providers get what they want by
   *     themselves: {@code kubernetes:context}, {@code kubernetes:cluster} and {@code
   *     kubernetes:kubeconfig} say which cluster; {@code kubernetes:renderYamlToDirectory} makes
   *     {@code up} write manifests to a folder in place of one
   */
  public static com.pulumi.kubernetes.Provider kubernetes(StackConfig config) {
    var arguments =
        com.pulumi.kubernetes.ProviderArgs.builder()
            // Empty leaves it to the plugin to look where kubectl looks: $KUBECONFIG, then
            // ~/.kube/config. Not set at all, the SDK records the path in $KUBECONFIG in the
            // stack's state, where it is a change, or an error, on every other machine.
            .kubeconfig("");
    value(config, "kubernetes:kubeconfig").ifPresent(arguments::kubeconfig);
    value(config, "kubernetes:context").ifPresent(arguments::context);
    value(config, "kubernetes:cluster").ifPresent(arguments::cluster);
    value(config, "kubernetes:renderYamlToDirectory").ifPresent(arguments::renderYamlToDirectory);
    var options = CustomResourceOptions.builder().version(KUBERNETES_PLUGIN).build();
    return new com.pulumi.kubernetes.Provider("kubernetes", arguments.build(), options);
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
  public static com.pulumi.docker.Provider docker(StackConfig config) {
    var arguments = com.pulumi.docker.ProviderArgs.builder();
    value(config, "docker:host").ifPresent(arguments::host);
    var options = CustomResourceOptions.builder().version(DOCKER_PLUGIN).build();
    return new com.pulumi.docker.Provider("docker", arguments.build(), options);
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

package sparkstack;

import com.pulumi.resources.CustomResourceOptions;

/**
 * The plugins that the stack talks through, at the versions that it is tested with.
 *
 * <p>Without an explicit provider the engine takes the plugin of the same version as the Java SDK.
 */
final class Providers {
  /**
   * Newer than the SDK's own 4.0.0, which fails previews of a changed Job ("field is immutable",
   * pulumi-kubernetes#2575) and waits ten minutes for a Service without pods
   * (pulumi-kubernetes#605).
   */
  static final String KUBERNETES_PLUGIN = "4.18.1";

  static final String DOCKER_PLUGIN = "4.5.1";

  private Providers() {}

  static com.pulumi.kubernetes.Provider kubernetes() {
    var arguments =
        com.pulumi.kubernetes.ProviderArgs.builder()
            // Empty leaves it to the plugin to look where kubectl looks: $KUBECONFIG, then
            // ~/.kube/config. Not set at all, the SDK records the path in $KUBECONFIG in the
            // stack's state, where it is a change, or an error, on every other machine.
            .kubeconfig("")
            .build();
    var options = CustomResourceOptions.builder().version(KUBERNETES_PLUGIN).build();
    return new com.pulumi.kubernetes.Provider("kubernetes", arguments, options);
  }

  static com.pulumi.docker.Provider docker() {
    var arguments = com.pulumi.docker.ProviderArgs.Empty;
    var options = CustomResourceOptions.builder().version(DOCKER_PLUGIN).build();
    return new com.pulumi.docker.Provider("docker", arguments, options);
  }
}

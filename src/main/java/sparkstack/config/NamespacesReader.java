package sparkstack.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks the plugins' config, which selects the Kubernetes cluster and the Docker engine.
 *
 * <p>{@link sparkstack.Providers} passes this config on. A key that it does not pass on would
 * silently have no effect, so this class reports an error.
 *
 * @param values values of the project; errors are reported with theirs
 */
record NamespacesReader(ConfigValues values, StackConfig config, String project) {
  private static final String KUBERNETES = "kubernetes";
  private static final String DOCKER = "docker";

  private static final Key<Optional<String>> RENDER = pluginKey("renderYamlToDirectory");
  private static final List<Key<Optional<String>>> CLUSTER =
      List.of(pluginKey("kubeconfig"), pluginKey("context"), pluginKey("cluster"));
  private static final Key<Optional<String>> NAMESPACE = pluginKey("namespace");
  private static final Key<Optional<String>> HOST = pluginKey("host");

  private static final List<Key<?>> KUBERNETES_KEYS =
      Stream.concat(CLUSTER.stream(), Stream.of(RENDER, NAMESPACE)).<Key<?>>map(it -> it).toList();

  /** A key that the plugin documents, which may be encrypted. */
  private static Key<Optional<String>> pluginKey(String name) {
    return Key.key(name, Form.optional(SparkSyntax.ARGUMENT), "").thatMayBeEncrypted();
  }

  void read() {
    kubernetes(values.beside(ConfigSection.of(config, KUBERNETES), KUBERNETES_KEYS));
    docker(values.beside(ConfigSection.of(config, DOCKER), List.of(HOST)));
    rejectMisspelt();
  }

  private void kubernetes(ConfigValues plugin) {
    var render = plugin.get(RENDER);
    for (var key : CLUSTER) {
      var cluster = plugin.get(key);
      if (render.isPresent() && cluster.isPresent()) {
        plugin.reject(
            key,
            "must not be set together with %s: Pulumi renders manifests without a cluster"
                .formatted(plugin.name(RENDER)));
      }
    }
    // An error for any value: the advice is to unset the key.
    plugin
        .get(NAMESPACE)
        .ifPresent(
            it ->
                plugin.reject(
                    NAMESPACE, "has no effect: use " + values.name(ClusterKeys.NAMESPACE)));
    plugin.rejectUnknown(
        "is not passed to the plugin, which gets only context, cluster, kubeconfig and renderYamlToDirectory");
  }

  private void docker(ConfigValues plugin) {
    plugin.get(HOST);
    plugin.rejectUnknown("is not passed to the plugin, which gets only host");
  }

  /** Other namespaces belong to other plugins and to Pulumi. */
  private void rejectMisspelt() {
    var known = Set.of(project, KUBERNETES, DOCKER);
    for (var whole : new TreeSet<>(config.values().keySet())) {
      var namespace = whole.split(":", 2)[0];
      if (!known.contains(namespace) && whole.contains(":")) {
        Nearest.misspeltAs(namespace, known)
            .ifPresent(
                meant ->
                    values
                        .beside(ConfigSection.of(config, namespace), List.of())
                        .reject(
                            whole.substring(namespace.length() + 1),
                            "is in an unknown namespace; did you mean %s:?".formatted(meant)));
      }
    }
  }
}

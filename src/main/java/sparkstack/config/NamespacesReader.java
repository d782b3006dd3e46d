package sparkstack.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the config that is not the project's own: that of the plugins, which says what cluster and
 * what Docker engine they talk to.
 *
 * <p>{@link sparkstack.Providers} passes it on. What it does not pass on would be ignored without a
 * word, and so is refused.
 *
 * @param values of the project, with which all that is wrong is said
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

  /** The plugin documents its keys; any of them may be encrypted. */
  private static Key<Optional<String>> pluginKey(String name) {
    return Key.key(name, Form.optional(Syntax.ARGUMENT), "").thatMayBeEncrypted();
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
            "must not be set together with %s: manifests are written for no cluster"
                .formatted(plugin.name(RENDER)));
      }
    }
    // Whatever it is, and be it encrypted: it is to be taken out.
    plugin
        .get(NAMESPACE)
        .ifPresent(
            it ->
                plugin.reject(NAMESPACE, "is not used: use " + values.name(ClusterKeys.NAMESPACE)));
    plugin.rejectUnknown(
        "is not passed to the plugin; passed are context, cluster, kubeconfig and renderYamlToDirectory");
  }

  private void docker(ConfigValues plugin) {
    plugin.get(HOST);
    plugin.rejectUnknown("is not passed to the plugin; passed is host");
  }

  /** Other namespaces are those of other plugins and of Pulumi itself. */
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

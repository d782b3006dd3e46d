package sparkstack.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

  void read() {
    kubernetes(values.beside(ConfigSection.of(config, KUBERNETES)));
    docker(values.beside(ConfigSection.of(config, DOCKER)));
    rejectMisspelt();
  }

  private void kubernetes(ConfigValues plugin) {
    var render = plugin.optionalSecret("renderYamlToDirectory", Syntax.ARGUMENT);
    for (var key : List.of("kubeconfig", "context", "cluster")) {
      var cluster = plugin.optionalSecret(key, Syntax.ARGUMENT);
      if (render.isPresent() && cluster.isPresent()) {
        plugin.reject(
            key,
            "must not be set together with %s: manifests are written for no cluster"
                .formatted(plugin.name("renderYamlToDirectory")));
      }
    }
    // Whatever it is, and be it encrypted: it is to be taken out.
    plugin
        .optionalSecret("namespace", Syntax.ARGUMENT)
        .ifPresent(
            it -> plugin.reject("namespace", "is not used: use " + values.name("namespace")));
    plugin.rejectUnknown(
        "is not passed to the plugin; passed are context, cluster, kubeconfig and renderYamlToDirectory");
  }

  private void docker(ConfigValues plugin) {
    plugin.optionalSecret("host", Syntax.ARGUMENT);
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
                        .beside(ConfigSection.of(config, namespace))
                        .reject(
                            whole.substring(namespace.length() + 1),
                            "is of no namespace of this program; did you mean %s:?"
                                .formatted(meant)));
      }
    }
  }
}

package sparkstack.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The stack's file, {@code Pulumi.STACK.yaml}, as the user typed it.
 *
 * <p>Pulumi passes on the value that YAML reads: {@code 1.10} arrives as 1.1. Only the file shows
 * the difference. With {@code --config-file}, the config comes from another file, whose path Pulumi
 * does not tell. This class then finds no value.
 */
final class StackFile {
  /** Scalars that YAML rewrites. A file without any of them need not be parsed. */
  private static final Pattern REWRITTEN =
      Pattern.compile(
          "(?m)(?<=[\\s,\\[{-]|^)([-+]?0[0-9_]+|[-+]?0[xob][0-9A-Fa-f_]+|[-+]?[0-9][0-9_]*_[0-9_]*"
              + "|[-+]?[0-9_]*[.][0-9_]*0|[-+]?[0-9._]+[eE][-+]?[0-9]+|[+][0-9.]+|-0|[0-9]+[.]"
              + "|[-+]?[.][0-9]+|[0-9]{19,}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\S*?"
              + "|True|TRUE|False|FALSE)(?=[\\s,\\]}:#]|$)");

  private static final String CONFIG = "config";

  private final Optional<Path> file;
  private final Set<String> keys;
  private final String project;
  private Optional<Node> config;

  /**
   * @param file empty if it is unknown
   * @param keys whole keys of the config that Pulumi passed on
   * @param project the namespace of keys that have none in the file
   */
  StackFile(Optional<Path> file, Set<String> keys, String project) {
    this.file = file;
    this.keys = keys;
    this.project = project;
  }

  /** Whether YAML may contain a scalar without quotes that arrives as another string. */
  static boolean mayRewrite(String yaml) {
    return REWRITTEN.matcher(yaml).find();
  }

  /** The name of the file, for messages. */
  String name() {
    return file.map(it -> it.getFileName().toString()).orElse("the stack's file");
  }

  /**
   * The scalar at {@code path}.
   *
   * @param path whole key with names and indexes, such as {@code spark:driverArguments[1]}
   * @return empty if the file or the scalar does not exist, or if YAML rewrites nothing in the file
   */
  Optional<YamlScalar> scalar(String path) {
    return config().flatMap(it -> find(it, "." + path)).flatMap(StackFile::scalar);
  }

  /**
   * The key of an entry.
   *
   * @param path of the map
   * @param arrived the key that Pulumi passed on
   */
  Optional<YamlScalar> key(String path, String arrived) {
    return config()
        .flatMap(it -> find(it, "." + path))
        .filter(MappingNode.class::isInstance)
        .flatMap(
            map ->
                ((MappingNode) map)
                    .getValue().stream()
                        .flatMap(entry -> scalar(entry.getKeyNode()).stream())
                        .filter(it -> it.arrivesAs(arrived))
                        .findFirst());
  }

  private static Optional<YamlScalar> scalar(Node node) {
    return node instanceof ScalarNode scalar
        ? Optional.of(
            new YamlScalar(scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN))
        : Optional.empty();
  }

  /** The node at a path. Names may contain dots and brackets, so each name that fits is tried. */
  private static Optional<Node> find(Node node, String path) {
    if (path.isEmpty()) {
      return Optional.of(node);
    } else if (node instanceof SequenceNode list && path.startsWith("[")) {
      var end = path.indexOf(']');
      var index = path.substring(1, Math.max(1, end));
      return index.matches("[0-9]{1,6}") && Integer.parseInt(index) < list.getValue().size()
          ? find(list.getValue().get(Integer.parseInt(index)), path.substring(end + 1))
          : Optional.empty();
    } else if (node instanceof MappingNode map && path.startsWith(".")) {
      return map.getValue().stream()
          .filter(entry -> entry.getKeyNode() instanceof ScalarNode)
          .filter(entry -> path.startsWith(((ScalarNode) entry.getKeyNode()).getValue(), 1))
          .map(
              entry ->
                  find(
                      entry.getValueNode(),
                      path.substring(1 + ((ScalarNode) entry.getKeyNode()).getValue().length())))
          .flatMap(Optional::stream)
          .findFirst();
    }
    return Optional.empty();
  }

  /** The part config, read at most once and only if needed, because a parser slows a preview. */
  private Optional<Node> config() {
    if (config == null) {
      config = file.filter(Files::isRegularFile).flatMap(this::read);
    }
    return config;
  }

  private Optional<Node> read(Path path) {
    try {
      var text = Files.readString(path);
      if (!mayRewrite(text)) {
        return Optional.empty();
      }
      return find(new Yaml().compose(new StringReader(text)), "." + CONFIG)
          .map(this::withWholeKeys)
          .filter(this::isOfConfig);
    } catch (IOException | YAMLException notReadable) {
      // Pulumi could read the config, so it read another file.
      return Optional.empty();
    }
  }

  /** Pulumi accepts the project's own keys without their namespace, and passes on whole keys. */
  private Node withWholeKeys(Node node) {
    if (node instanceof MappingNode map) {
      map.getValue().replaceAll(this::withWholeKey);
    }
    return node;
  }

  private NodeTuple withWholeKey(NodeTuple entry) {
    return entry.getKeyNode() instanceof ScalarNode key && !key.getValue().contains(":")
        ? new NodeTuple(
            new ScalarNode(
                key.getTag(),
                project + ":" + key.getValue(),
                key.getStartMark(),
                key.getEndMark(),
                key.getScalarStyle()),
            entry.getValueNode())
        : entry;
  }

  /** With {@code --config-file}, this file may have keys that Pulumi did not pass on. */
  private boolean isOfConfig(Node node) {
    return node instanceof MappingNode map
        && map.getValue().stream()
            .map(entry -> entry.getKeyNode())
            .allMatch(it -> it instanceof ScalarNode key && keys.contains(key.getValue()));
  }
}

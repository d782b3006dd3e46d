package sparkstack.yaml;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads and changes values of a YAML file for shell scripts: {@code run/yaml}. */
public final class YamlFile {
  private static final String USAGE = "usage: get FILE KEY... or set FILE KEY... VALUE";

  private final Path file;
  private final Node root;

  private YamlFile(Path file, Node root) {
    this.file = file;
    this.root = root;
  }

  /** Prints the value at a path of keys, or the file with another value there. */
  public static void main(String[] arguments) {
    try {
      System.out.print(run(List.of(arguments)));
    } catch (IllegalArgumentException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Runs a command.
   *
   * @return for {@code get}, a line with the value, or nothing if there is none; for {@code set},
   *     the content of the file with the value, without comments
   * @throws IllegalArgumentException if the command is wrong, or the file is not YAML or has no
   *     such path
   */
  static String run(List<String> arguments) {
    if (arguments.size() >= 3 && arguments.get(0).equals("get")) {
      var value = read(arguments.get(1)).value(arguments.subList(2, arguments.size()));
      return value.map(it -> it + "\n").orElse("");
    }
    if (arguments.size() >= 4 && arguments.get(0).equals("set")) {
      var last = arguments.size() - 1;
      return read(arguments.get(1)).with(arguments.subList(2, last), arguments.get(last));
    }
    throw new IllegalArgumentException(USAGE);
  }

  private static YamlFile read(String name) {
    var file = Path.of(name);
    try (var reader = Files.newBufferedReader(file)) {
      return new YamlFile(file, new Yaml().compose(reader));
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    } catch (YAMLException e) {
      throw new IllegalArgumentException(file + " is not YAML: " + e.getMessage(), e);
    }
  }

  /** As it is in the file: {@code 5000} and {@code "5000"} are the same. */
  private Optional<String> value(List<String> keys) {
    var node = Optional.ofNullable(root);
    for (var key : keys) {
      node = node.flatMap(it -> tuple(it, key)).map(NodeTuple::getValueNode);
    }
    return node.filter(it -> !it.getTag().equals(Tag.NULL))
        .map(
            it -> {
              if (it instanceof ScalarNode scalar) {
                return scalar.getValue();
              }
              throw new IllegalArgumentException(
                  "%s: %s is not a single value".formatted(file, String.join(" ", keys)));
            });
  }

  private String with(List<String> keys, String value) {
    var node = root;
    var last = keys.size() - 1;
    for (var key : keys.subList(0, last)) {
      node = tuple(node, key).map(NodeTuple::getValueNode).orElse(null);
    }
    if (!(node instanceof MappingNode mapping)) {
      throw new IllegalArgumentException(
          "%s: %s is not a map".formatted(file, String.join(" ", keys.subList(0, last))));
    }
    tuple(mapping, keys.get(last)).ifPresent(mapping.getValue()::remove);
    mapping.getValue().add(new NodeTuple(scalar(keys.get(last)), scalar(value)));
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    var text = new StringWriter();
    new Yaml(options).serialize(root, text);
    return text.toString();
  }

  private static ScalarNode scalar(String text) {
    return new ScalarNode(Tag.STR, text, null, null, DumperOptions.ScalarStyle.DOUBLE_QUOTED);
  }

  private static Optional<NodeTuple> tuple(Node node, String key) {
    if (!(node instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    return mapping.getValue().stream()
        .filter(it -> it.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key))
        .findFirst();
  }
}

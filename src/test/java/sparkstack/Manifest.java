package sparkstack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A resource as it was registered with the engine.
 *
 * @param type Pulumi's type token
 * @param name Pulumi's name, not Kubernetes'
 * @param provider reference to the provider; empty for a default one
 * @param inputs its fields; every number is a double
 */
public record Manifest(String type, String name, String provider, Map<String, Object> inputs) {
  /** The kind of a Kubernetes object, for example {@code Deployment}. */
  public String kind() {
    return type.substring(type.lastIndexOf(':') + 1);
  }

  public boolean isKubernetesObject() {
    return type.startsWith("kubernetes:");
  }

  /**
   * The field at {@code path}, for example {@code spec.ports.0.name}; null if it does not exist.
   */
  public Object at(String path) {
    Object value = inputs;
    for (var step : path.split("\\.")) {
      if (value instanceof List<?> list) {
        value = Integer.parseInt(step) < list.size() ? list.get(Integer.parseInt(step)) : null;
      } else if (value instanceof Map<?, ?> map) {
        value = map.get(step);
      } else {
        return null;
      }
    }
    return value;
  }

  /** The strings in the list at {@code path}. */
  public List<String> texts(String path) {
    return list(at(path)).stream().map(String.class::cast).toList();
  }

  /** The annotations without the owner's marks, which every object has. */
  public Map<String, Object> annotationsBesideOwner() {
    var annotations = new TreeMap<>(object(at("metadata.annotations")));
    annotations.remove("sparkstack/owner");
    annotations.remove("pulumi.com/patchFieldManager");
    annotations.remove("pulumi.com/patchForce");
    return annotations;
  }

  /** The objects in the list at {@code path}; empty if the list does not exist. */
  public List<Map<String, Object>> objects(String path) {
    return objectsIn(at(path));
  }

  /** The value of an environment variable of the first container. */
  public String environment(String name) {
    return objects("spec.template.spec.containers.0.env").stream()
        .filter(variable -> variable.get("name").equals(name))
        .map(variable -> (String) variable.get("value"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No variable " + name + " in " + this));
  }

  /** The args of the first container. */
  public List<String> containerArgs() {
    return texts("spec.template.spec.containers.0.args");
  }

  /** The value after {@code option} in the args of the first container. */
  public String option(String option) {
    var args = containerArgs();
    var index = args.indexOf(option);
    if (index < 0) {
      throw new AssertionError("No option " + option + " in " + args);
    }
    return args.get(index + 1);
  }

  /** The properties in {@code --conf} options. */
  public List<String> sparkProperties() {
    var args = containerArgs();
    return IntStream.range(1, args.size())
        .filter(index -> args.get(index - 1).equals("--conf"))
        .mapToObj(args::get)
        .toList();
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  /** The objects in a list; empty if the list does not exist. */
  public static List<Map<String, Object>> objectsIn(Object value) {
    return value == null ? List.of() : list(value).stream().map(Manifest::object).toList();
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}

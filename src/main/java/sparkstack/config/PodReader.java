package sparkstack.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sparkstack.kubernetes.KubernetesObjects;
import sparkstack.kubernetes.Labels;
import sparkstack.settings.PodSettings;

/** Reads the keys that add to the pods of a role, such as {@code spark:workerPod}. */
final class PodReader {
  private static final List<String> SPEC =
      List.of(
          "affinity",
          "nodeSelector",
          "priorityClassName",
          "tolerations",
          "topologySpreadConstraints",
          "volumes");
  private static final List<String> CONTAINER = List.of("env", "envFrom", "volumeMounts");
  private static final List<String> METADATA = List.of("annotations", "labels");

  private static final String ALLOWED =
      "a map of "
          + Stream.of(METADATA, SPEC, CONTAINER)
              .flatMap(List::stream)
              .sorted()
              .reduce((before, field) -> before + ", " + field)
              .orElseThrow();

  private final ConfigValues values;
  private final String key;

  private PodReader(ConfigValues values, String key) {
    this.values = values;
    this.key = key;
  }

  /**
   * @param key such as {@code workerPod}
   */
  static PodSettings read(ConfigValues values, String key) {
    return new PodReader(values, key)
        .settings(
            values
                .object(key, ALLOWED, "{nodeSelector: {disk: ssd}, labels: {team: data}}")
                .orElse(new JsonObject()));
  }

  private PodSettings settings(JsonObject pod) {
    rejectUnknown(pod);
    var spec = part(pod, SPEC);
    var container = part(pod, CONTAINER);
    // To learn what fields there are is a good part of what reading the config takes.
    if (!spec.isEmpty()) {
      objects().read(PodSpecArgs.class, withContainers(spec), key);
    }
    if (!container.isEmpty()) {
      objects().read(ContainerArgs.class, withName(container), key);
    }
    new PodChecks(values, key).check(pod);
    new DataVolumeChecks(values, key).check(pod);
    return new PodSettings(labels(pod), annotations(pod), spec, container);
  }

  private KubernetesObjects objects() {
    return new KubernetesObjects(
        values::reject,
        values::shown,
        new PodFields(values),
        new PodSources(values),
        new PodSelectors(values));
  }

  /** Its required fields are the program's to give. */
  private static JsonObject withContainers(JsonObject spec) {
    var whole = spec.deepCopy();
    whole.add("containers", new JsonArray());
    return whole;
  }

  private static JsonObject withName(JsonObject container) {
    var whole = container.deepCopy();
    whole.addProperty("name", "spark");
    return whole;
  }

  private void rejectUnknown(JsonObject pod) {
    var known = new ArrayList<String>(SPEC);
    known.addAll(CONTAINER);
    known.addAll(METADATA);
    for (var field : pod.keySet()) {
      if (!known.contains(field)) {
        var nearest = Nearest.to(field, known).map(it -> "; did you mean " + it + "?").orElse("");
        values.reject(
            key + "." + field, "is no field here, where are " + ALLOWED.substring(9) + nearest);
      }
    }
  }

  private static JsonObject part(JsonObject pod, List<String> fields) {
    var part = new JsonObject();
    fields.stream().filter(pod::has).forEach(field -> part.add(field, pod.get(field)));
    return part;
  }

  private Map<String, String> labels(JsonObject pod) {
    var labels = texts(pod, "labels");
    labels.forEach(
        (name, value) -> {
          var path = "%s.labels.%s".formatted(key, name);
          if (Labels.isReserved(name)) {
            values.rejectManaged(path);
          } else if (Syntax.LABEL_VALUE.read(value).isEmpty()) {
            values.reject(path, value, Syntax.LABEL_VALUE.insteadOf(value));
          }
        });
    return labels;
  }

  private Map<String, String> annotations(JsonObject pod) {
    return texts(pod, "annotations");
  }

  private Map<String, String> texts(JsonObject pod, String field) {
    var texts = new TreeMap<String, String>();
    if (!pod.has(field)) {
      return texts;
    }
    var path = key + "." + field;
    if (!pod.get(field).isJsonObject()) {
      values.reject(path, pod.get(field).toString(), "a map from names to texts");
      return texts;
    }
    for (var entry : pod.getAsJsonObject(field).entrySet()) {
      var name = entry.getKey();
      if (Syntax.ANNOTATION.read(name).isEmpty()) {
        values.reject(
            path + "." + name, "is no name that Kubernetes takes, such as example.org/team");
      } else if (!entry.getValue().isJsonPrimitive()) {
        values.reject(path + "." + name, entry.getValue().toString(), "a text");
      } else {
        texts.put(name, entry.getValue().getAsString());
      }
    }
    return texts;
  }
}

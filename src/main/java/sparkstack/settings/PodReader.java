package sparkstack.settings;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.KubernetesObjects;
import sparkstack.kubernetes.Labels;
import sparkstack.kubernetes.Volumes;

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

  /** Of the Pod Security Standard "restricted", which the stack's own namespace enforces. */
  private static final Set<String> ALLOWED_VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");

  private static final String ALLOWED =
      "a map of "
          + Stream.of(METADATA, SPEC, CONTAINER)
              .flatMap(List::stream)
              .sorted()
              .reduce((before, field) -> before + ", " + field)
              .orElseThrow();

  /** As a label's or an annotation's key may look, without a prefix of Kubernetes' own. */
  private static final Pattern KEY =
      Pattern.compile(
          "([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  private static final Pattern LABEL =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

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
    var objects = new KubernetesObjects((path, error) -> values.reject(path, error));
    objects.read(PodSpecArgs.class, withContainers(spec), key);
    objects.read(ContainerArgs.class, withName(container), key);
    checkVolumes(pod);
    checkEnvironment(pod);
    return new PodSettings(labels(pod), annotations(pod), spec, container);
  }

  /** Its required fields are the program's to give. */
  private static JsonObject withContainers(JsonObject spec) {
    var whole = spec.deepCopy();
    whole.add("containers", new com.google.gson.JsonArray());
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
            values.reject(path, "is set by the program: leave it out");
          } else if (!LABEL.matcher(value).matches()) {
            values.reject(path, value, "at most 63 letters, digits, -, _ and .");
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
      if (!KEY.matcher(name).matches()) {
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

  private void checkVolumes(JsonObject pod) {
    var names = new HashSet<String>();
    forEachObject(
        pod,
        "volumes",
        (path, volume) -> {
          var name = text(volume, "name");
          if (Volumes.isReserved(name) || !names.add(name)) {
            values.reject(path + ".name", name, "a name that no other volume of the pod has");
          }
          for (var field : volume.keySet()) {
            if (!field.equals("name") && !ALLOWED_VOLUMES.contains(field)) {
              values.reject(
                  path + "." + field,
                  "is refused by the Pod Security Standard \"restricted\"; use a persistentVolumeClaim");
            }
          }
        });
    forEachObject(
        pod,
        "volumeMounts",
        (path, mount) -> {
          var mountPath = text(mount, "mountPath");
          if (Volumes.isReservedPath(mountPath)) {
            values.reject(path + ".mountPath", mountPath, "a path that the program does not mount");
          }
          var name = text(mount, "name");
          if (!names.contains(name)) {
            values.reject(
                path + ".name",
                name,
                "the name of one of %s.volumes".formatted(StackConfig.name(key)));
          }
        });
  }

  private void checkEnvironment(JsonObject pod) {
    forEachObject(
        pod,
        "env",
        (path, variable) -> {
          var name = text(variable, "name");
          if (Environment.isReserved(name)) {
            values.reject(path + ".name", name, "a variable that the program does not set itself");
          }
          if (variable.has("value") && Secrets.isNameOfOne(name)) {
            values.reject(
                path + ".value", "must not be plain text: use valueFrom with a secretKeyRef");
          }
        });
  }

  private void forEachObject(
      JsonObject pod, String field, java.util.function.BiConsumer<String, JsonObject> check) {
    if (!pod.has(field) || !pod.get(field).isJsonArray()) {
      return;
    }
    List<JsonElement> elements = pod.getAsJsonArray(field).asList();
    for (var i = 0; i < elements.size(); i++) {
      if (elements.get(i).isJsonObject()) {
        check.accept("%s.%s[%d]".formatted(key, field, i), elements.get(i).getAsJsonObject());
      }
    }
  }

  /** Empty where it isn't there; that it must be, and a text, is checked with the other fields. */
  private static String text(JsonObject object, String field) {
    return object.has(field) && object.get(field).isJsonPrimitive()
        ? object.get(field).getAsString()
        : "";
  }
}

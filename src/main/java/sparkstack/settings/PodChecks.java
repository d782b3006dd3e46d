package sparkstack.settings;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Volumes;

/**
 * Checks of what a user adds to pods against what the program itself puts there.
 *
 * @param key such as {@code workerPod}
 */
record PodChecks(ConfigValues values, String key) {
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

  void check(JsonObject pod) {
    checkVolumes(pod);
    checkEnvironment(pod);
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
    checkMounts(pod, names);
  }

  private void checkMounts(JsonObject pod, Set<String> volumes) {
    forEachObject(
        pod,
        "volumeMounts",
        (path, mount) -> {
          var mountPath = text(mount, "mountPath");
          if (Volumes.isReservedPath(mountPath)) {
            values.reject(path + ".mountPath", mountPath, "a path that the program does not mount");
          }
          var name = text(mount, "name");
          if (!volumes.contains(name)) {
            values.reject(
                path + ".name", name, "the name of one of %s.volumes".formatted(values.name(key)));
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

  private void forEachObject(JsonObject pod, String field, BiConsumer<String, JsonObject> check) {
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

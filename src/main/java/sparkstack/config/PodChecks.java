package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Volumes;

/**
 * Checks of what a user adds to pods against the rest of it, and against what the program itself
 * puts there.
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
    forEachObject(pod, "tolerations", this::checkToleration);
    forEachObject(pod, "topologySpreadConstraints", this::checkSpread);
  }

  /** The API server's own rules for tolerations ({@link PodFields} says why they are here too). */
  private void checkToleration(String path, JsonObject toleration) {
    if (!values.areRight(path + ".effect", path + ".operator", path + ".tolerationSeconds")) {
      return;
    }
    var exists = text(toleration, "operator").filter("Exists"::equals).isPresent();
    if (exists && text(toleration, "value").filter(value -> !value.isEmpty()).isPresent()) {
      values.reject(path + ".value", "must be left out with operator Exists");
    }
    if (!exists && text(toleration, "key").filter(key -> !key.isEmpty()).isEmpty()) {
      values.reject(path + ".key", "is required with any operator but Exists");
    }
    if (toleration.has("tolerationSeconds")
        && text(toleration, "effect").filter("NoExecute"::equals).isEmpty()) {
      values.reject(path + ".tolerationSeconds", "must be left out with any effect but NoExecute");
    }
  }

  private void checkSpread(String path, JsonObject constraint) {
    if (constraint.has("minDomains")
        && text(constraint, "whenUnsatisfiable").filter("ScheduleAnyway"::equals).isPresent()) {
      values.reject(path + ".minDomains", "must be left out with ScheduleAnyway");
    }
  }

  private void checkVolumes(JsonObject pod) {
    var names = new HashSet<String>();
    forEachObject(
        pod,
        "volumes",
        (path, volume) -> {
          text(volume, "name").ifPresent(name -> checkVolumeName(path + ".name", name, names));
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

  private void checkVolumeName(String path, String name, Set<String> others) {
    // A wrong name too: of what is mounted by it, nothing more is to be said.
    var isNew = others.add(name);
    if (Syntax.VOLUME_NAME.read(name).isEmpty()) {
      values.reject(path, name, Syntax.VOLUME_NAME.insteadOf(name));
    } else if (Volumes.isReserved(name) || !isNew) {
      values.reject(path, name, "a name that no other volume of the pod has");
    }
  }

  private void checkMounts(JsonObject pod, Set<String> volumes) {
    var paths = new HashSet<String>();
    forEachObject(
        pod,
        "volumeMounts",
        (path, mount) -> {
          text(mount, "mountPath")
              .ifPresent(mountPath -> checkMountPath(path + ".mountPath", mountPath, paths));
          text(mount, "name")
              .filter(name -> !volumes.contains(name))
              .ifPresent(
                  name ->
                      values.reject(
                          path + ".name",
                          name,
                          "the name of one of %s.volumes".formatted(values.name(key))));
        });
  }

  private void checkMountPath(String path, String mountPath, Set<String> others) {
    var normal = Volumes.normalPath(mountPath);
    if (!mountPath.startsWith("/") || mountPath.contains(":")) {
      values.reject(path, mountPath, "a path that starts with /, without a :");
    } else if (Volumes.isReservedPath(normal)) {
      values.reject(
          path, mountPath, "a path that the program does not mount, nor above or below one");
    } else if (Volumes.hidesImage(normal)) {
      values.reject(path, mountPath, "a path that hides nothing that the image runs");
    } else if (!others.add(normal)) {
      values.reject(path, mountPath, "a path that no other volume is mounted at");
    }
  }

  private void checkEnvironment(JsonObject pod) {
    var names = new HashSet<String>();
    forEachObject(
        pod,
        "env",
        (path, variable) -> {
          var name = text(variable, "name");
          name.ifPresent(it -> checkVariableName(path + ".name", it, names));
          var value = text(variable, "value").filter(it -> !it.isEmpty());
          value.ifPresent(it -> checkVariable(path + ".value", name.orElse(""), it));
          if (value.isPresent() && variable.has("valueFrom")) {
            values.reject(path + ".value", "must be left out with valueFrom");
          }
        });
  }

  private void checkVariable(String path, String name, String value) {
    // Of an encrypted map it has been said already what is to become of secrets in it.
    if (!values.areRight(key)) {
      return;
    }
    if (Secrets.isOneInEnvironment(name, value)) {
      values.reject(path, "must not be plain text: use valueFrom with a secretKeyRef");
    } else if (Secrets.isUrlWithLogin(value)) {
      values.reject(
          path,
          "must not have a user's name or password in its URL, in plain text: use valueFrom with a secretKeyRef");
    } else {
      Secrets.javaOptionInEnvironment(value)
          .ifPresent(option -> values.reject(path, Secrets.insteadOf(option, values.name(key))));
    }
  }

  private void checkVariableName(String path, String name, Set<String> others) {
    if (Environment.isReserved(name)) {
      values.reject(path, name, "a variable that the program does not set itself");
    } else if (Syntax.ENVIRONMENT_NAME.read(name).isEmpty()) {
      values.reject(path, name, Syntax.ENVIRONMENT_NAME.insteadOf(name));
    } else if (!others.add(name)) {
      values.reject(path, name, "a variable that is set once");
    }
  }

  private void forEachObject(JsonObject pod, String field, BiConsumer<String, JsonObject> check) {
    forEachObject(pod, key, field, check);
  }

  /** Each object in a list of the part of a pod that is {@code key}, with its path. */
  static void forEachObject(
      JsonObject pod, String key, String field, BiConsumer<String, JsonObject> check) {
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
  static Optional<String> text(JsonObject object, String field) {
    return Optional.ofNullable(object.get(field))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }
}

package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import sparkstack.kubernetes.Environment;
import sparkstack.kubernetes.Volumes;

/**
 * Checks the fields that the user adds to a role's pods against each other and against the fields
 * that the program sets.
 *
 * @param key of the role's pods
 */
record PodChecks(ConfigValues values, Key<?> key) {
  void check(JsonObject pod) {
    checkVolumes(pod);
    checkEnvironment(key.name(), pod, Environment::isReserved);
    forEachObject(pod, key.name(), "tolerations", this::checkToleration);
    forEachObject(pod, key.name(), "topologySpreadConstraints", this::checkSpread);
    checkDns(pod);
    checkSeccomp(key.name(), pod);
  }

  /** The API server's rules for tolerations. {@link PodFields} says why they are needed here. */
  private void checkToleration(String path, JsonObject toleration) {
    if (!values.areRight(path + ".effect", path + ".operator", path + ".tolerationSeconds")) {
      return;
    }
    var exists = text(toleration, "operator").filter("Exists"::equals).isPresent();
    if (exists && text(toleration, "value").filter(value -> !value.isEmpty()).isPresent()) {
      values.reject(path + ".value", "must be left out with operator Exists");
    }
    if (!exists && text(toleration, "key").filter(key -> !key.isEmpty()).isEmpty()) {
      values.reject(path + ".key", "is required unless operator is Exists");
    }
    if (toleration.has("tolerationSeconds")
        && text(toleration, "effect").filter("NoExecute"::equals).isEmpty()) {
      values.reject(path + ".tolerationSeconds", "must be left out unless effect is NoExecute");
    }
  }

  private void checkSpread(String path, JsonObject constraint) {
    if (constraint.has("minDomains")
        && text(constraint, "whenUnsatisfiable").filter("ScheduleAnyway"::equals).isPresent()) {
      values.reject(path + ".minDomains", "must be left out with whenUnsatisfiable ScheduleAnyway");
    }
  }

  private void checkDns(JsonObject pod) {
    var servers = map(pod, "dnsConfig").get("nameservers");
    var hasServers =
        servers != null && servers.isJsonArray() && !servers.getAsJsonArray().isEmpty();
    if (text(pod, "dnsPolicy").filter("None"::equals).isPresent() && !hasServers) {
      values.reject(
          key.entry("dnsConfig.nameservers"), "must have at least one element with dnsPolicy None");
    }
  }

  /** Checks the seccomp profile of the pod or container at {@code path}. */
  void checkSeccomp(String path, JsonObject object) {
    var profile = map(map(object, "securityContext"), "seccompProfile");
    var isLocal = text(profile, "type").filter("Localhost"::equals).isPresent();
    if (!profile.isEmpty() && isLocal != profile.has("localhostProfile")) {
      values.reject(
          path + ".securityContext.seccompProfile.localhostProfile",
          isLocal
              ? "is required with type Localhost"
              : "must be left out unless type is Localhost");
    }
  }

  private void checkVolumes(JsonObject pod) {
    var names = new HashSet<String>();
    forEachObject(
        pod,
        key.name(),
        "volumes",
        (path, volume) -> {
          text(volume, "name").ifPresent(name -> checkVolumeName(path + ".name", name, names));
        });
    checkMounts(pod, names);
  }

  private void checkVolumeName(String path, String name, Set<String> others) {
    // Added even if it is wrong, so that a mount of it gets no second error.
    var isNew = others.add(name);
    if (KubernetesSyntax.VOLUME_NAME.read(name).isEmpty()) {
      values.reject(path, name, KubernetesSyntax.VOLUME_NAME.insteadOf(name));
    } else if (Volumes.isReserved(name) || !isNew) {
      values.reject(path, name, "unique among the volumes of the pod");
    }
  }

  private void checkMounts(JsonObject pod, Set<String> volumes) {
    var paths = new HashSet<String>();
    forEachObject(
        pod,
        key.name(),
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
      values.reject(path, mountPath, "an absolute path without :");
    } else if (Volumes.isReservedPath(normal)) {
      values.reject(
          path,
          mountPath,
          "a path that is neither a mount path of the program nor above or below one");
    } else if (Volumes.hidesImage(normal)) {
      values.reject(path, mountPath, "a path that does not hide files that the image needs");
    } else if (!others.add(normal)) {
      values.reject(path, mountPath, "a path at which no other volume is mounted");
    }
  }

  /**
   * Checks the environment variables of a container.
   *
   * @param containerPath path of the container; the key for the role's own container
   * @param isReserved whether the program sets the variable with this name
   */
  void checkEnvironment(String containerPath, JsonObject container, Predicate<String> isReserved) {
    var names = new HashSet<String>();
    forEachObject(
        container,
        containerPath,
        "env",
        (path, variable) -> {
          var name = text(variable, "name");
          name.ifPresent(it -> checkVariableName(path + ".name", it, names, isReserved));
          var value = text(variable, "value").filter(it -> !it.isEmpty());
          value.ifPresent(it -> checkVariable(path + ".value", name.orElse(""), it));
          if (value.isPresent() && variable.has("valueFrom")) {
            values.reject(path + ".value", "must be left out with valueFrom");
          }
        });
  }

  private void checkVariable(String path, String name, String value) {
    // An encrypted map has an error that says what to do with secrets.
    if (!values.areRight(key)) {
      return;
    }
    new SecretChecks(values)
        .check(
            path,
            name,
            value,
            Secrets.isOneInEnvironment(name, value),
            "use valueFrom with a secretKeyRef",
            Secrets.javaOptionInEnvironment(value),
            values.name(key));
  }

  private void checkVariableName(
      String path, String name, Set<String> others, Predicate<String> isReserved) {
    if (isReserved.test(name)) {
      values.reject(path, name, "another name: the program sets this variable");
    } else if (KubernetesSyntax.ENVIRONMENT_NAME.read(name).isEmpty()) {
      values.reject(path, name, KubernetesSyntax.ENVIRONMENT_NAME.insteadOf(name));
    } else if (!others.add(name)) {
      values.reject(path, name, "unique among the variables of the container");
    }
  }

  /** Calls {@code check} with the path and the value of each object in the list {@code field}. */
  static void forEachObject(
      JsonObject object, String path, String field, BiConsumer<String, JsonObject> check) {
    forEachElement(
        object,
        path,
        field,
        (elementPath, element) -> {
          if (element.isJsonObject()) {
            check.accept(elementPath, element.getAsJsonObject());
          }
        });
  }

  /** Calls {@code check} with the path and the value of each scalar in the list {@code field}. */
  static void forEachText(
      JsonObject object, String path, String field, BiConsumer<String, String> check) {
    forEachElement(
        object,
        path,
        field,
        (elementPath, element) -> {
          if (element.isJsonPrimitive()) {
            check.accept(elementPath, element.getAsString());
          }
        });
  }

  private static void forEachElement(
      JsonObject object, String path, String field, BiConsumer<String, JsonElement> check) {
    if (!object.has(field) || !object.get(field).isJsonArray()) {
      return;
    }
    var elements = object.getAsJsonArray(field).asList();
    for (var i = 0; i < elements.size(); i++) {
      check.accept("%s.%s[%d]".formatted(path, field, i), elements.get(i));
    }
  }

  /**
   * The map in a field; empty if it is not a map, for which {@link PodReader} reports the error.
   */
  static JsonObject map(JsonObject object, String field) {
    return object.has(field) && object.get(field).isJsonObject()
        ? object.getAsJsonObject(field)
        : new JsonObject();
  }

  /**
   * The scalar in a field; empty if there is none, for which {@link PodReader} reports the error.
   */
  static Optional<String> text(JsonObject object, String field) {
    return Optional.ofNullable(object.get(field))
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString);
  }
}

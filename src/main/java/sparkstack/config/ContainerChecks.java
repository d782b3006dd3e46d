package sparkstack.config;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Volumes;

/** Checks the containers that the user adds to a role's pods: init containers and sidecars. */
record ContainerChecks(ConfigValues values, RoleKeys role) {
  private static final String CONTAINERS = "containers";
  private static final String INIT_CONTAINERS = "initContainers";
  private static final String RESTART_POLICY = "restartPolicy";

  /** Kubernetes accepts these fields only in containers that keep running. */
  private static final List<String> OF_RUNNING_CONTAINERS =
      List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");

  private static final String NATIVE_SIDECAR =
      "%s with restartPolicy Always (Kubernetes 1.29 or newer)";

  void check(JsonObject pod) {
    if (role.isDriver() && pod.has(CONTAINERS)) {
      values.reject(
          key() + "." + CONTAINERS,
          "must be left out: the driver's Job completes only when every container has ended. Put a sidecar into "
              + NATIVE_SIDECAR.formatted(values.name(key()) + "." + INIT_CONTAINERS));
    }
    var names = new HashSet<>(Set.of(role.role().toString()));
    for (var list : List.of(INIT_CONTAINERS, CONTAINERS)) {
      PodChecks.forEachObject(
          pod,
          key(),
          list,
          (path, container) -> {
            check(path, container, list.equals(INIT_CONTAINERS));
            PodChecks.text(container, "name")
                .filter(name -> values.areRight(path + ".name"))
                .filter(name -> !names.add(name))
                .ifPresent(
                    name ->
                        values.reject(
                            path + ".name", name, "unique among the containers of the pod"));
            checkMounts(path, container, pod);
          });
    }
    PodChecks.forEachObject(
        pod, key(), "volumeDevices", (path, device) -> checkVolume(path, device, pod));
  }

  private void check(String path, JsonObject container, boolean isInit) {
    var policy = PodChecks.text(container, RESTART_POLICY);
    if (isInit) {
      policy
          .filter(it -> !it.equals("Always"))
          .ifPresent(it -> values.reject(path + "." + RESTART_POLICY, it, "Always or left out"));
    } else if (container.has(RESTART_POLICY)) {
      values.reject(
          path + "." + RESTART_POLICY,
          "must be left out: put a sidecar into "
              + NATIVE_SIDECAR.formatted(values.name(key()) + "." + INIT_CONTAINERS));
    }
    if (isInit && policy.isEmpty()) {
      for (var field : OF_RUNNING_CONTAINERS) {
        if (container.has(field)) {
          values.reject(
              path + "." + field,
              "must be left out of an init container without restartPolicy Always");
        }
      }
    }
    var checks = new PodChecks(values, role.pod());
    checks.checkEnvironment(path, container, name -> false);
    checks.checkSeccomp(path, container);
    for (var field : List.of("args", "command")) {
      checkArguments(container, path, field);
    }
  }

  private void checkArguments(JsonObject container, String path, String field) {
    // An encrypted map has an error that says what to do with secrets.
    if (!values.areRight(role.pod())) {
      return;
    }
    var checks = new SecretChecks(values);
    var previous = new AtomicReference<>("");
    PodChecks.forEachText(
        container,
        path,
        field,
        (at, argument) ->
            checks.checkArgument(at, previous.getAndSet(argument), argument, role.pod()));
  }

  private void checkMounts(String path, JsonObject container, JsonObject pod) {
    var paths = new HashSet<String>();
    PodChecks.forEachObject(
        container,
        path,
        "volumeMounts",
        (mountPath, mount) -> {
          checkVolume(mountPath, mount, pod);
          PodChecks.text(mount, "mountPath")
              .ifPresent(it -> checkMountPath(mountPath + ".mountPath", it, paths));
        });
    PodChecks.forEachObject(
        container,
        path,
        "volumeDevices",
        (devicePath, device) -> checkVolume(devicePath, device, pod));
  }

  private void checkMountPath(String path, String mountPath, Set<String> others) {
    if (!mountPath.startsWith("/") || mountPath.contains(":")) {
      values.reject(path, mountPath, "an absolute path without :");
    } else if (!others.add(Volumes.normalPath(mountPath))) {
      values.reject(path, mountPath, "a path at which no other volume is mounted");
    }
  }

  /** Accepts the program's own volumes too: a sidecar may read the logs in {@code work}. */
  private void checkVolume(String path, JsonObject mount, JsonObject pod) {
    PodChecks.text(mount, "name")
        .filter(name -> !isVolume(name, pod))
        .ifPresent(
            name ->
                values.reject(
                    path + ".name",
                    name,
                    "the name of a volume of the pod, such as one of %s.volumes"
                        .formatted(values.name(key()))));
  }

  private boolean isVolume(String name, JsonObject pod) {
    var names = new HashSet<String>();
    PodChecks.forEachObject(
        pod,
        key(),
        "volumes",
        (path, volume) -> PodChecks.text(volume, "name").ifPresent(names::add));
    return names.contains(name)
        || Volumes.isShared(name)
        || Volumes.isWork(name) && role.isWorker()
        || DataVolume.isReserved(name)
            && !role.isMaster()
            && values.isSet(ClusterKeys.DATA_VOLUME_SIZE);
  }

  private String key() {
    return role.pod().name();
  }
}

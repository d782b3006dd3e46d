package sparkstack.config;

import com.google.gson.JsonObject;
import java.util.Optional;
import java.util.function.BiConsumer;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Volumes;

/**
 * Checks that the user's volumes and mounts do not collide with the data volume that workers and
 * driver share.
 */
record DataVolumeChecks(ConfigValues values, RoleKeys role) {
  private static final Key<Optional<String>> SIZE = ClusterKeys.DATA_VOLUME_SIZE;

  /** Checks a pod. A value with an error gets no second error. */
  void check(JsonObject pod) {
    if (role.isMaster() || !values.isSet(SIZE)) {
      return;
    }
    forEachText(
        pod,
        "volumes",
        "name",
        (path, name) -> {
          if (DataVolume.isReserved(name)) {
            values.reject(
                path,
                name,
                "another name: the volume of %s has this name".formatted(values.name(SIZE)));
          }
        });
    forEachText(
        pod,
        "volumeMounts",
        "mountPath",
        (path, mountPath) -> {
          if (DataVolume.isReservedPath(Volumes.normalPath(mountPath))) {
            values.reject(
                path,
                mountPath,
                "another path: the volume of %s is mounted there".formatted(values.name(SIZE)));
          }
        });
  }

  private void forEachText(
      JsonObject pod, String list, String field, BiConsumer<String, String> check) {
    PodChecks.forEachObject(
        pod,
        role.pod().name(),
        list,
        (path, object) ->
            PodChecks.text(object, field)
                .filter(text -> values.areRight(path + "." + field))
                .ifPresent(text -> check.accept(path + "." + field, text)));
  }
}

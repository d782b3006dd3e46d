package sparkstack.config;

import com.google.gson.JsonObject;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import sparkstack.kubernetes.Authentication;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.RecoveryVolume;
import sparkstack.kubernetes.UiAccess;
import sparkstack.kubernetes.UiTls;

/**
 * Checks that the user's volumes and mounts do not collide with the secret of every role, and with
 * the other volumes of a role: the data volume of workers and driver, or the master's volumes for
 * recovery and for its web UI.
 */
record VolumeChecks(ConfigValues values, RoleKeys role) {
  /** Checks a pod. A value with an error gets no second error. */
  void check(JsonObject pod) {
    if (values.get(ClusterKeys.AUTHENTICATION)) {
      check(
          pod,
          ClusterKeys.AUTHENTICATION,
          Authentication::isReserved,
          Authentication::isReservedPath);
    }
    if (role.isMaster()) {
      if (values.isSet(UiKeys.TLS)) {
        check(pod, UiKeys.TLS, UiTls::isReserved, UiTls::isReservedPath);
      }
      if (values.isSet(UiKeys.USERS)) {
        check(pod, UiKeys.USERS, UiAccess::isReserved, UiAccess::isReservedPath);
      }
      if (!RecoveryReader.isOff(values)) {
        check(pod, MasterKeys.RECOVERY, RecoveryVolume::isReserved, RecoveryVolume::isReservedPath);
      }
    } else if (values.isSet(ClusterKeys.DATA_VOLUME_SIZE)) {
      check(pod, ClusterKeys.DATA_VOLUME_SIZE, DataVolume::isReserved, DataVolume::isReservedPath);
    }
  }

  /**
   * Checks a pod against one volume.
   *
   * @param key that the volume is for
   */
  private void check(
      JsonObject pod, Key<?> key, Predicate<String> isName, Predicate<String> isPath) {
    forEachText(
        pod,
        "volumes",
        "name",
        (path, name) -> {
          if (isName.test(name)) {
            values.reject(
                path,
                name,
                "another name: the volume of %s has this name".formatted(values.name(key)));
          }
        });
    forEachText(
        pod,
        "volumeMounts",
        "mountPath",
        (path, mountPath) -> {
          if (isPath.test(mountPath)) {
            values.reject(
                path,
                mountPath,
                "another path: the volume of %s is mounted there".formatted(values.name(key)));
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

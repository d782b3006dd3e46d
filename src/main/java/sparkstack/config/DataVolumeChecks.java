package sparkstack.config;

import com.google.gson.JsonObject;
import java.util.function.BiConsumer;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Volumes;

/**
 * Checks of what a user adds to pods against the volume that workers and driver share, where there
 * is one.
 *
 * @param key such as {@code workerPod}
 */
record DataVolumeChecks(ConfigValues values, String key) {
  private static final String SIZE = "dataVolumeSize";

  /** The only pods without that volume. */
  private static final String MASTER_POD = "masterPod";

  /** Of what is wrong already, nothing more is said. */
  void check(JsonObject pod) {
    if (key.equals(MASTER_POD) || !values.isSet(SIZE)) {
      return;
    }
    forEachText(
        pod,
        "volumes",
        "name",
        (path, name) -> {
          if (DataVolume.isReserved(name)) {
            values.reject(
                path, name, "another name: it is that of the volume of " + values.name(SIZE));
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
        key,
        list,
        (path, object) ->
            PodChecks.text(object, field)
                .filter(text -> values.areRight(path + "." + field))
                .ifPresent(text -> check.accept(path + "." + field, text)));
  }
}

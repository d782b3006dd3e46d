package sparkstack.config;

import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import sparkstack.kubernetes.DataVolume;
import sparkstack.kubernetes.Volumes;

/**
 * The folders that a role's processes may write to. The root file system of every pod is read-only.
 *
 * @param folders absolute paths, normalized by {@link Volumes#normalPath}, each with whether the
 *     folder is empty when the pod starts
 * @param pod key of the role's pods, such as {@code spark:workerPod}
 */
record WritablePaths(Map<String, Boolean> folders, String pod) {
  private static final List<String> READ_ONLY_VOLUMES =
      List.of("configMap", "downwardAPI", "projected", "secret");

  private static final String EMPTY = "emptyDir";

  static WritablePaths of(ConfigValues values, RoleKeys role) {
    var folders = new HashMap<>(Map.of(Volumes.TEMPORARY_PATH, true));
    if (role.isWorker()) {
      folders.put(Volumes.WORK_PATH, true);
    }
    if (!role.isMaster() && values.isSet(ClusterKeys.DATA_VOLUME_SIZE)) {
      folders.put(DataVolume.MOUNT_PATH, false);
    }
    addMounted(values.rawObject(role.pod()), role.pod().name(), folders);
    return new WritablePaths(folders, values.name(role.pod()));
  }

  private static void addMounted(JsonObject pod, String key, Map<String, Boolean> folders) {
    var volumes = new TreeMap<String, JsonObject>();
    PodChecks.forEachObject(
        pod,
        key,
        "volumes",
        (path, volume) ->
            PodChecks.text(volume, "name").ifPresent(name -> volumes.put(name, volume)));
    forEachMount(
        pod,
        key,
        (folder, mount) -> {
          var volume =
              volumes.getOrDefault(PodChecks.text(mount, "name").orElse(""), new JsonObject());
          var isReadOnly = PodChecks.text(mount, "readOnly").filter("true"::equals).isPresent();
          if (!isReadOnly && READ_ONLY_VOLUMES.stream().noneMatch(volume::has)) {
            folders.put(folder, volume.has(EMPTY));
          }
        });
  }

  /** Whether a volume of the user, writable or not, contains {@code path}. */
  static boolean isMounted(ConfigValues values, RoleKeys role, String path) {
    var folders = new TreeSet<String>();
    forEachMount(
        values.rawObject(role.pod()), role.pod().name(), (folder, mount) -> folders.add(folder));
    return innermost(folders, path).isPresent();
  }

  private static void forEachMount(
      JsonObject pod, String key, BiConsumer<String, JsonObject> action) {
    PodChecks.forEachObject(
        pod,
        key,
        "volumeMounts",
        (path, mount) ->
            PodChecks.text(mount, "mountPath")
                .ifPresent(it -> action.accept(Volumes.normalPath(it), mount)));
  }

  /** Whether processes may write to {@code path} or create it. */
  boolean contain(String path) {
    return folderOf(path).isPresent();
  }

  /** Whether {@code path} is writable but does not exist when the pod starts. */
  boolean isMissingAtStart(String path) {
    return folderOf(path)
        .filter(folder -> !folder.equals(Volumes.normalPath(path)))
        .map(folders::get)
        .orElse(false);
  }

  private Optional<String> folderOf(String path) {
    return innermost(folders.keySet(), path);
  }

  /** The innermost folder that contains a path. */
  private static Optional<String> innermost(Set<String> folders, String path) {
    return folders.stream()
        .filter(folder -> Volumes.isIn(path, folder))
        .max(Comparator.comparingInt(String::length));
  }

  /** The allowed folders, to be read after "must be". */
  String allowed() {
    return "a path in %s: the rest of the file system is read-only. To mount a volume, use %s.volumes and volumeMounts"
        .formatted(Syntax.either(List.copyOf(new TreeSet<>(folders.keySet()))), pod);
  }
}

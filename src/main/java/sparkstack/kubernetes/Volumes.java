package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.ConfigMapVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.EmptyDirVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.EphemeralVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimTemplateArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sparkstack.image.ImageLayout;
import sparkstack.settings.StorageSettings;

/** The volumes of pods, except the data volume. They are needed because the image is read-only. */
public final class Volumes {
  private static final String TEMPORARY = "tmp";
  private static final String WORK = "work";
  private static final String CONFIGURATION = "config";

  /** The kubelet keeps 50 MiB of a container's log by default. */
  private static final String CONTAINER_LOGS = "1Gi";

  /** An empty folder for temporary files, in every pod. */
  public static final String TEMPORARY_PATH = "/tmp";

  /** An empty folder for the applications of a worker. */
  public static final String WORK_PATH = ImageLayout.WORK_DIRECTORY;

  /** The folder of the files of a {@link RoleConfiguration}. */
  static final String CONFIGURATION_PATH = "/etc/spark";

  /**
   * Users cannot mount anything in these folders: workers clean up theirs, and a ConfigMap's is
   * read-only.
   */
  private static final Set<String> CLOSED_PATHS =
      Set.of(ImageLayout.WORK_DIRECTORY, CONFIGURATION_PATH, ImageLayout.CONF_DIRECTORY);

  /** Folders of Debian: its shell, its libraries, the names of users and hosts. */
  private static final Set<String> SYSTEM_PATHS =
      Set.of("/bin", "/sbin", "/lib", "/lib64", "/usr/bin", "/usr/sbin", "/usr/lib", "/etc");

  private Volumes() {}

  /** Whether users cannot give a volume this name. */
  public static boolean isReserved(String name) {
    return Set.of(TEMPORARY, WORK, CONFIGURATION).contains(name);
  }

  /**
   * Whether this is a volume of the program in the pods of every role, which any container can
   * mount.
   */
  public static boolean isShared(String name) {
    return Set.of(TEMPORARY, CONFIGURATION).contains(name);
  }

  /** Whether this is the volume that only workers have. */
  public static boolean isWork(String name) {
    return name.equals(WORK);
  }

  /**
   * Whether a mount at a path would hide a mount of the program, or be inside of one that allows
   * none. {@code /tmp} allows mounts inside.
   */
  public static boolean isReservedPath(String path) {
    return isIn(TEMPORARY_PATH, path) || CLOSED_PATHS.stream().anyMatch(it -> overlap(it, path));
  }

  /** Whether a mount at a path would hide programs of the image. */
  public static boolean hidesImage(String path) {
    return Stream.concat(ImageLayout.PROGRAMS.stream(), SYSTEM_PATHS.stream())
        .anyMatch(it -> isIn(it, path));
  }

  /** Whether a mount at one path would hide a mount at the other, or be inside of it. */
  static boolean overlap(String one, String other) {
    return isIn(one, other) || isIn(other, one);
  }

  /**
   * Whether {@code path} is {@code folder} or is inside of it: {@code /etc/spark-ui} is not in
   * {@code /etc/spark}. Both are absolute.
   */
  public static boolean isIn(String path, String folder) {
    var normal = normalPath(folder);
    return (normalPath(path) + "/").startsWith(normal.equals("/") ? normal : normal + "/");
  }

  /**
   * An absolute path, normalized as in the kernel, so that paths can be compared. Java's own paths
   * depend on the locale, which in many containers has only ASCII characters.
   */
  public static String normalPath(String path) {
    var parts = new ArrayDeque<String>();
    for (var part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  /**
   * Ephemeral storage that a pod uses on its node. With a claim of its own, it has only the logs of
   * its containers there.
   */
  static String onNode(StorageSettings storage) {
    return storage.storageClass().isPresent() ? CONTAINER_LOGS : storage.size();
  }

  /** Temporary files of JVMs and Spark, shuffle files, and blocks that do not fit in memory. */
  static VolumeArgs temporary(StorageSettings storage) {
    return storage
        .storageClass()
        .map(it -> claim(TEMPORARY, storage.size(), it))
        .orElseGet(() -> emptyDir(TEMPORARY, storage.size()));
  }

  static VolumeMountArgs temporaryMount(StorageSettings storage) {
    return mount(storage, TEMPORARY, TEMPORARY_PATH);
  }

  /**
   * A worker's applications: their jars and their executors' logs. A claim has them in the volume
   * of the temporary files.
   */
  public static Optional<VolumeArgs> work(StorageSettings storage) {
    return storage.storageClass().isPresent()
        ? Optional.empty()
        : Optional.of(emptyDir(WORK, storage.size()));
  }

  public static VolumeMountArgs workMount(StorageSettings storage) {
    return mount(storage, WORK, ImageLayout.WORK_DIRECTORY);
  }

  /** A folder: a volume of its own, or a folder of the claim. */
  private static VolumeMountArgs mount(StorageSettings storage, String folder, String path) {
    var mount = VolumeMountArgs.builder().mountPath(path);
    return storage.storageClass().isPresent()
        ? mount.name(TEMPORARY).subPath(folder).build()
        : mount.name(folder).build();
  }

  /** A claim that Kubernetes creates with the pod and deletes with it. */
  private static VolumeArgs claim(String name, String size, String storageClass) {
    return VolumeArgs.builder()
        .name(name)
        .ephemeral(
            EphemeralVolumeSourceArgs.builder()
                .volumeClaimTemplate(
                    PersistentVolumeClaimTemplateArgs.builder()
                        .spec(
                            PersistentVolumeClaimSpecArgs.builder()
                                .accessModes("ReadWriteOnce")
                                .storageClassName(storageClass)
                                .resources(
                                    ResourceRequirementsArgs.builder()
                                        .requests(Map.of("storage", size))
                                        .build())
                                .build())
                        .build())
                .build())
        .build();
  }

  private static VolumeArgs emptyDir(String name, String sizeLimit) {
    return VolumeArgs.builder()
        .name(name)
        .emptyDir(EmptyDirVolumeSourceArgs.builder().sizeLimit(sizeLimit).build())
        .build();
  }

  public static VolumeArgs configuration(RoleConfiguration configuration) {
    return VolumeArgs.builder()
        .name(CONFIGURATION)
        .configMap(ConfigMapVolumeSourceArgs.builder().name(configuration.name()).build())
        .build();
  }

  public static VolumeMountArgs configurationMount() {
    return VolumeMountArgs.builder()
        .name(CONFIGURATION)
        .mountPath(CONFIGURATION_PATH)
        .readOnly(true)
        .build();
  }
}

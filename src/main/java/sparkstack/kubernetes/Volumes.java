package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.ConfigMapVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.EmptyDirVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.stream.Stream;
import sparkstack.image.ImageLayout;

/** The volumes of pods, except the data volume. They are needed because the image is read-only. */
public final class Volumes {
  private static final String TEMPORARY = "tmp";
  private static final String WORK = "work";
  private static final String CONFIGURATION = "config";

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
    return isIn(TEMPORARY_PATH, path)
        || CLOSED_PATHS.stream().anyMatch(it -> isIn(it, path) || isIn(path, it));
  }

  /** Whether a mount at a path would hide programs of the image. */
  public static boolean hidesImage(String path) {
    return Stream.concat(ImageLayout.PROGRAMS.stream(), SYSTEM_PATHS.stream())
        .anyMatch(it -> isIn(it, path));
  }

  /**
   * Whether {@code path} is {@code folder} or is inside of it. Both must be normalized by {@link
   * #normalPath}.
   */
  static boolean isIn(String path, String folder) {
    return (path + "/").startsWith(folder.equals("/") ? folder : folder + "/");
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

  /** Temporary files of JVMs and Spark, and blocks that do not fit in memory. */
  public static VolumeArgs temporary(String sizeLimit) {
    return emptyDir(TEMPORARY, sizeLimit);
  }

  public static VolumeMountArgs temporaryMount() {
    return VolumeMountArgs.builder().name(TEMPORARY).mountPath(TEMPORARY_PATH).build();
  }

  /** A worker's applications: their jars and their executors' logs. */
  public static VolumeArgs work(String sizeLimit) {
    return emptyDir(WORK, sizeLimit);
  }

  public static VolumeMountArgs workMount() {
    return VolumeMountArgs.builder().name(WORK).mountPath(ImageLayout.WORK_DIRECTORY).build();
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

package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.ConfigMapVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.EmptyDirVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.util.Set;
import sparkstack.image.ImageLayout;

/** What is mounted in pods beside the volume that they share: the image itself is read-only. */
public final class Volumes {
  private static final String TEMPORARY = "tmp";
  private static final String WORK = "work";
  private static final String CONFIGURATION = "config";
  private static final String TEMPORARY_PATH = "/tmp";

  /** Where files of a {@link RoleConfiguration} are. */
  static final String CONFIGURATION_PATH = "/etc/spark";

  private Volumes() {}

  /** Whether a volume's name is not the user's to give. */
  public static boolean isReserved(String name) {
    return Set.of(TEMPORARY, WORK, CONFIGURATION, DataVolume.VOLUME).contains(name);
  }

  /** Whether a path is not the user's to mount something at. */
  public static boolean isReservedPath(String path) {
    return Set.of(
            TEMPORARY_PATH,
            ImageLayout.WORK_DIRECTORY,
            CONFIGURATION_PATH,
            DataVolume.MOUNT_PATH,
            ImageLayout.CONF_DIRECTORY)
        .contains(path);
  }

  /** What JVMs and Spark write by the way, and blocks that do not fit in memory. */
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

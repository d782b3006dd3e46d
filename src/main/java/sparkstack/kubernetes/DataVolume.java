package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.PersistentVolumeClaim;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.resources.CustomResourceOptions;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DataVolumeSettings;

/**
 * The volume that drivers and workers share.
 *
 * <p>Each executor writes its own part of a result, so a path in only one pod would lose rows.
 */
public final class DataVolume {
  static final String VOLUME = "data";

  /** The mount path in workers and drivers. */
  public static final String MOUNT_PATH = "/data";

  private DataVolume() {}

  /** Whether users cannot give a volume this name if the stack has a data volume. */
  public static boolean isReserved(String name) {
    return name.equals(VOLUME);
  }

  /** Whether a mount at a path would hide the data volume, or be inside of it. */
  public static boolean isReservedPath(String path) {
    return Volumes.overlap(MOUNT_PATH, path);
  }

  /** Whether an absolute path is on the data volume, if the stack has one. */
  public static boolean contains(String path) {
    return Volumes.isIn(path, MOUNT_PATH);
  }

  public static PersistentVolumeClaim claim(
      String name,
      ClusterSettings cluster,
      DataVolumeSettings settings,
      CustomResourceOptions options) {
    return VolumeClaims.create(
        name,
        cluster,
        VOLUME,
        claimName(cluster),
        settings.accessMode(),
        settings.size(),
        settings.storageClass(),
        options);
  }

  /** The volume for pods that {@link #mount} it. */
  public static VolumeArgs volume(ClusterSettings cluster) {
    return VolumeClaims.volume(VOLUME, claimName(cluster));
  }

  /** The name of the claim. */
  public static String claimName(ClusterSettings cluster) {
    return cluster.name() + "-" + VOLUME;
  }

  public static VolumeMountArgs mount() {
    return VolumeMountArgs.builder().name(VOLUME).mountPath(MOUNT_PATH).build();
  }
}

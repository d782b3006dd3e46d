package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.PersistentVolumeClaim;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.resources.CustomResourceOptions;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.RecoverySettings;

/**
 * The volume on which the master keeps its workers and applications. A new master reads them and
 * continues.
 */
public final class RecoveryVolume {
  private static final String VOLUME = "recovery";

  /** The mount path in the master. */
  public static final String MOUNT_PATH = "/var/lib/spark";

  private RecoveryVolume() {}

  /** Whether users cannot give a volume of the master this name. */
  public static boolean isReserved(String name) {
    return name.equals(VOLUME);
  }

  /** Whether a mount at a path would hide the volume, or be inside of it. */
  public static boolean isReservedPath(String path) {
    return Volumes.overlap(MOUNT_PATH, path);
  }

  /** Only one node can mount it at a time. On one node, the start script locks it. */
  public static PersistentVolumeClaim claim(
      String name,
      ClusterSettings cluster,
      RecoverySettings settings,
      CustomResourceOptions options) {
    return VolumeClaims.create(
        name,
        cluster,
        VOLUME,
        claimName(cluster, settings),
        "ReadWriteOnce",
        settings.size(),
        settings.storageClass(),
        options);
  }

  /** The volume for a pod that {@link #mount}s it. */
  public static VolumeArgs volume(ClusterSettings cluster, RecoverySettings settings) {
    return VolumeClaims.volume(VOLUME, claimName(cluster, settings));
  }

  /**
   * The name of the claim, for example {@code spark-recovery-fast}.
   *
   * <p>It contains the storage class, because Kubernetes changes the class of no claim. With the
   * same name, Pulumi would have to delete the old claim first, and Kubernetes keeps it as long as
   * the master uses it.
   */
  public static String claimName(ClusterSettings cluster, RecoverySettings settings) {
    return cluster.name() + "-" + VOLUME + settings.storageClass().map(it -> "-" + it).orElse("");
  }

  public static VolumeMountArgs mount() {
    return VolumeMountArgs.builder().name(VOLUME).mountPath(MOUNT_PATH).build();
  }
}

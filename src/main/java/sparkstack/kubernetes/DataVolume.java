package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.PersistentVolumeClaim;
import com.pulumi.kubernetes.core.v1.PersistentVolumeClaimArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
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
    return Volumes.isIn(MOUNT_PATH, path) || Volumes.isIn(path, MOUNT_PATH);
  }

  /** Whether an absolute path is on the data volume, if the stack has one. */
  public static boolean contains(String path) {
    return Volumes.isIn(Volumes.normalPath(path), MOUNT_PATH);
  }

  public static PersistentVolumeClaim claim(
      String name,
      ClusterSettings cluster,
      DataVolumeSettings settings,
      CustomResourceOptions options) {
    return new PersistentVolumeClaim(
        name,
        PersistentVolumeClaimArgs.builder()
            .metadata(
                Metadata.of(
                    cluster,
                    "data",
                    claimName(cluster),
                    // A storage class may bind a claim to a volume only once a pod uses it. Pulumi
                    // then waits for Pending on creation, which works. It also waits for Pending on
                    // every later change, when the claim is Bound.
                    Map.of(Annotations.SKIP_AWAIT, "true")))
            .spec(spec(settings))
            .build(),
        options);
  }

  private static PersistentVolumeClaimSpecArgs spec(DataVolumeSettings settings) {
    var spec =
        PersistentVolumeClaimSpecArgs.builder()
            .accessModes(settings.accessMode())
            .resources(
                ResourceRequirementsArgs.builder()
                    .requests(Map.of("storage", settings.size()))
                    .build());
    settings.storageClass().ifPresent(spec::storageClassName);
    return spec.build();
  }

  /** The volume for pods that {@link #mount} it. */
  public static VolumeArgs volume(ClusterSettings cluster) {
    return VolumeArgs.builder()
        .name(VOLUME)
        .persistentVolumeClaim(
            PersistentVolumeClaimVolumeSourceArgs.builder().claimName(claimName(cluster)).build())
        .build();
  }

  private static String claimName(ClusterSettings cluster) {
    return cluster.name() + "-data";
  }

  public static VolumeMountArgs mount() {
    return VolumeMountArgs.builder().name(VOLUME).mountPath(MOUNT_PATH).build();
  }
}

package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.PersistentVolumeClaim;
import com.pulumi.kubernetes.core.v1.PersistentVolumeClaimArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.PersistentVolumeClaimVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.ClusterSettings;

/** The claims of a cluster's persistent volumes, and the volumes of pods that use them. */
final class VolumeClaims {
  private VolumeClaims() {}

  /**
   * A claim.
   *
   * @param claimName name of the Kubernetes object
   * @param size Kubernetes quantity of bytes
   * @param storageClass empty for the cluster's default
   */
  static PersistentVolumeClaim create(
      String name,
      ClusterSettings cluster,
      String component,
      String claimName,
      String accessMode,
      String size,
      Optional<String> storageClass,
      CustomResourceOptions options) {
    var spec =
        PersistentVolumeClaimSpecArgs.builder()
            .accessModes(accessMode)
            .resources(
                ResourceRequirementsArgs.builder().requests(Map.of("storage", size)).build());
    storageClass.ifPresent(spec::storageClassName);
    return new PersistentVolumeClaim(
        name,
        PersistentVolumeClaimArgs.builder()
            .metadata(
                Metadata.of(
                    cluster,
                    component,
                    claimName,
                    // A storage class may bind a claim to a volume only once a pod uses it. Pulumi
                    // then waits for Pending on creation, which works. It also waits for Pending on
                    // every later change, when the claim is Bound.
                    Map.of(Annotations.SKIP_AWAIT, "true")))
            .spec(spec.build())
            .build(),
        Timeouts.promptDeletion(options));
  }

  /** A pod's volume that has the name of the component. */
  static VolumeArgs volume(String component, String claimName) {
    return VolumeArgs.builder()
        .name(component)
        .persistentVolumeClaim(
            PersistentVolumeClaimVolumeSourceArgs.builder().claimName(claimName).build())
        .build();
  }
}

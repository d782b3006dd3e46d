package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.CapabilitiesArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.SeccompProfileArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import java.util.Map;
import sparkstack.image.ImageLayout;

/** What pods may do: no more than Kubernetes' Pod Security Standard "restricted" allows. */
public final class Security {
  /** Every capability, in a list of those that a container drops. */
  static final String ALL_CAPABILITIES = "ALL";

  private Security() {}

  /** By these, the API server refuses pods in the namespace that may do more. */
  public static Map<String, String> namespaceLabels() {
    return Map.of(
        "pod-security.kubernetes.io/enforce", "restricted",
        "pod-security.kubernetes.io/warn", "restricted");
  }

  public static PodSecurityContextArgs pod() {
    return PodSecurityContextArgs.builder()
        .runAsNonRoot(true)
        .runAsUser(ImageLayout.USER_ID)
        .runAsGroup(ImageLayout.GROUP_ID)
        // So that the user may write to volumes, which Kubernetes mounts as root's.
        .fsGroup(ImageLayout.GROUP_ID)
        .fsGroupChangePolicy("OnRootMismatch")
        .seccompProfile(SeccompProfileArgs.builder().type("RuntimeDefault").build())
        .build();
  }

  public static SecurityContextArgs container() {
    return SecurityContextArgs.builder()
        .allowPrivilegeEscalation(false)
        .readOnlyRootFilesystem(true)
        .capabilities(CapabilitiesArgs.builder().drop(ALL_CAPABILITIES).build())
        .build();
  }
}

package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.CapabilitiesArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.SeccompProfileArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import java.util.Map;
import sparkstack.image.ImageLayout;
import sparkstack.settings.PodUser;

/** Limits what pods may do to what Kubernetes' Pod Security Standard "restricted" allows. */
public final class Security {
  /** Every capability, in a list of those that a container drops. */
  static final String ALL_CAPABILITIES = "ALL";

  private Security() {}

  /** Labels of a namespace, in which the API server then refuses pods that may do more. */
  public static Map<String, String> namespaceLabels() {
    return Map.of(
        "pod-security.kubernetes.io/enforce", "restricted",
        "pod-security.kubernetes.io/warn", "restricted");
  }

  public static PodSecurityContextArgs pod(PodUser user) {
    var context = PodSecurityContextArgs.builder().runAsNonRoot(true);
    if (user == PodUser.IMAGE) {
      context
          .runAsUser(ImageLayout.USER_ID)
          .runAsGroup(ImageLayout.GROUP_ID)
          // Kubernetes mounts volumes as root's: without it, the user could not write to them.
          .fsGroup(ImageLayout.GROUP_ID);
    }
    return context
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

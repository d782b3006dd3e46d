package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.CapabilitiesArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.SeccompProfileArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import java.util.Map;
import sparkstack.image.ImageLayout;
import sparkstack.settings.PodUser;

/** Limits pods to what the Pod Security Standard "restricted" of Kubernetes allows. */
public final class Security {
  /** All capabilities, for the list of capabilities that a container drops. */
  static final String ALL_CAPABILITIES = "ALL";

  private Security() {}

  /** The labels of a namespace in which the API server refuses less restricted pods. */
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
          // Volumes are mounted with root as owner. Without fsGroup, the user could not write to
          // them.
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

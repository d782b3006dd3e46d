package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import sparkstack.ProjectTest;
import sparkstack.Recording;

class IdentityTest extends ProjectTest {
  private static final String ROLE = "eks.amazonaws.com/role-arn";

  @Test
  void aCloudFindsTheRoleOfItsPodsInTheServiceAccount() {
    var account =
        Recording.of(project, Map.of("serviceAccountAnnotations", Map.of(ROLE, "a-role")))
            .object("ServiceAccount", "spark");

    assertEquals(
        Map.of(ROLE, "a-role", "pulumi.com/deletionPropagationPolicy", "background"),
        account.annotationsBesideOwner());
    assertEquals(false, account.at("automountServiceAccountToken"));
  }

  @Test
  void anAccountThatIsThereIsNotCreated() {
    var recording = Recording.of(project, Map.of("serviceAccount", "jobs"));

    assertTrue(
        recording.kubernetesObjects().stream()
            .noneMatch(object -> object.kind().equals("ServiceAccount")));
    for (var workload : recording.workloads()) {
      assertEquals("jobs", workload.at("spec.template.spec.serviceAccountName"));
    }
  }
}

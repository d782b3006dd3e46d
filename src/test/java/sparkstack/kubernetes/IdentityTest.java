package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

class IdentityTest {
  private static final String ROLE = "eks.amazonaws.com/role-arn";

  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void createProject() throws IOException {
    project = ProjectFolder.in(folder);
  }

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

package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.Rendering;
import sparkstack.e2e.support.TestProject;

/**
 * Tests {@code make preview-stack}, {@code changes}, {@code up-stack} and {@code drift} with a
 * stack that renders YAML and needs no cluster.
 */
class CiStackIT {
  private static final String STACK = "ci";
  private static final Path FOLDER = TestProject.CHECKOUT.resolve("target/ci-stack");

  private final Path project = FOLDER.resolve("project");
  private final Path stackFile = project.resolve("Pulumi." + STACK + ".yaml");
  private final Path reports = project.resolve("target/ci");

  /** The folder in which the stack is created, so that Pulumi writes no salt to the project. */
  private final Path elsewhere = FOLDER.resolve("elsewhere");

  @BeforeEach
  void makeProject() throws IOException {
    TestProject.delete(FOLDER);
    for (var folder : new Path[] {project.resolve("ci"), elsewhere, FOLDER.resolve("state")}) {
      Files.createDirectories(folder);
    }
    for (var script : new String[] {"ci/lib.sh", "ci/stack", "run/messages.sh"}) {
      TestProject.copy(Path.of(script), project);
    }
    for (var folder : new Path[] {project, elsewhere}) {
      TestProject.writeYaml(folder.resolve("Pulumi.yaml"), TestProject.withPackagedProgram());
    }
    writeStackFile(2);
  }

  @Test
  void aStackThatIsNotInTheBackendIsPreviewedAsNewAndNotUpdated() throws Exception {
    var preview = ci("preview");
    var changes = ci("changes");
    var up = ci("up");

    assertEquals(0, preview.status(), preview::output);
    assertTrue(report("preview").contains("kubernetes:apps/v1:Deployment: (create)"));
    assertChanges(true, changes);
    assertEquals(1, up.status(), up::output);
    assertTrue(up.output().contains("pulumi stack init " + STACK), up::output);
  }

  @Test
  void anUpdatedStackDriftsWhenItsFileChanges() throws Exception {
    withEnvironment(Command.of("pulumi", "stack", "init", STACK, "--cwd", elsewhere.toString()))
        .run();
    var committed = Files.readString(stackFile);

    var up = ci("up");
    var drift = ci("drift");
    var noChanges = ci("changes");

    assertEquals(0, up.status(), up::output);
    assertEquals(0, drift.status(), drift::output);
    assertChanges(false, noChanges);
    assertEquals(committed, Files.readString(stackFile), "ci/stack changed the stack file");

    writeStackFile(3);
    var change = ci("drift");
    assertChanges(true, ci("changes"));

    assertNotEquals(0, change.status(), change::output);
    assertTrue(report("drift").startsWith("### Drift of stack ci\n\n**It failed**"));
    assertTrue(report("drift").contains("replicas: 2 => 3"), report("drift"));
  }

  private static void assertChanges(boolean expected, Command.Result result) {
    assertEquals(0, result.status(), result::output);
    assertTrue(result.output().contains("changes=" + expected), result::output);
  }

  private void writeStackFile(int workers) throws IOException {
    var content = new TreeMap<String, Object>();
    content.put(
        "config",
        Map.of(
            "kubernetes:renderYamlToDirectory",
            FOLDER.resolve("manifests").toString(),
            "spark:imageReference",
            Rendering.IMAGE,
            "spark:workerReplicas",
            workers));
    TestProject.writeYaml(stackFile, content);
  }

  private Command.Result ci(String command) throws IOException, InterruptedException {
    return withEnvironment(Command.of(project.resolve("ci/stack").toString(), command, STACK))
        .result();
  }

  private Command withEnvironment(Command command) {
    return command.withEnvironment(
        Map.of(
            "PULUMI_BACKEND_URL",
            FOLDER.resolve("state").toUri().toString(),
            "PULUMI_CONFIG_PASSPHRASE",
            "ci",
            // The script must not write to the files of the job that runs the tests.
            "GITHUB_STEP_SUMMARY",
            "",
            "GITHUB_OUTPUT",
            ""));
  }

  private String report(String command) throws IOException {
    return Files.readString(reports.resolve(STACK + "-" + command + ".md"));
  }
}

package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;

/** Tests {@code make golden-diff} and {@code render-stack} in a repository with two stacks. */
class GoldenDiffTest {
  @TempDir Path repository;

  @BeforeEach
  void makeRepository() throws Exception {
    for (var script : List.of("ci/lib.sh", "ci/golden-diff", "run/messages.sh")) {
      Files.createDirectories(repository.resolve(script).getParent());
      Files.copy(Path.of(script), repository.resolve(script));
    }
    write("dev", "replicas: 2\n");
    write("prod", "replicas: 12\n");
    git("init", "--quiet");
    git("add", ".");
    git(
        "-c",
        "user.name=ci",
        "-c",
        "user.email=ci@example.com",
        "commit",
        "--quiet",
        "--message",
        "Stacks");
  }

  @Test
  void showsTheChangesOfEveryStack() throws Exception {
    write("dev", "replicas: 3\n");
    write("prod", "replicas: 13\n");

    var diff = run("HEAD").output();

    assertTrue(diff.startsWith("### Changes to the rendered objects\n\n````diff\n"), diff);
    assertTrue(diff.contains("-replicas: 2\n+replicas: 3\n"), diff);
    assertTrue(diff.contains("-replicas: 12\n+replicas: 13\n"), diff);
  }

  @Test
  void withAStackShowsAndWritesItsPreview() throws Exception {
    write("dev", "replicas: 3\n");
    write("prod", "replicas: 13\n");

    var diff = run("HEAD", "dev").output();

    assertTrue(diff.startsWith("### Preview of stack dev: its rendered objects\n"), diff);
    assertTrue(diff.contains("-replicas: 2\n+replicas: 3\n"), diff);
    assertFalse(diff.contains("replicas: 13"), diff);
    assertEquals(diff, Files.readString(repository.resolve("target/ci/dev-preview.md")));
  }

  @Test
  void aPreviewFitsIntoAComment() throws Exception {
    write("dev", "replicas: 3\n".repeat(10_000));

    run("HEAD", "dev");

    assertTrue(Files.size(repository.resolve("target/ci/dev-preview.md")) < 65_536);
  }

  @Test
  void reportsThatNothingChanges() throws Exception {
    assertTrue(run("HEAD").output().contains("No changes: the golden files are the same."));
  }

  private void write(String stack, String content) throws IOException {
    var file = repository.resolve("src/test/resources/golden").resolve(stack).resolve("all.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    Command.of("git", "-C", repository.toString()).and(arguments).run();
  }

  private Command.Result run(String... arguments) throws IOException, InterruptedException {
    var result =
        Command.of(repository.resolve("ci/golden-diff").toString())
            .and(arguments)
            // The script must not write to the summary of the job that runs the tests.
            .withEnvironment(Map.of("GITHUB_STEP_SUMMARY", ""))
            .result();
    assertEquals(0, result.status(), result::output);
    return result;
  }
}

package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;

/** {@code make newest}, with a gh that says which commit the branch has. */
class NewestTest {
  @TempDir Path folder;

  @Test
  void theBranchsLastCommitMayBeDeployed() throws Exception {
    assertEquals(0, newest(Command.of("git", "rev-parse", "HEAD").run().strip()).status());
  }

  @Test
  void oneThatTheBranchHasGoneOnFromMayNot() throws Exception {
    var result = newest("0123456789abcdef0123456789abcdef01234567");

    assertEquals(1, result.status());
    assertTrue(
        result
            .output()
            .contains("the last commit of main is 0123456789abcdef0123456789abcdef01234567"),
        result.output());
  }

  private Command.Result newest(String sha) throws Exception {
    var gh = Files.writeString(folder.resolve("gh"), "#!/bin/sh\necho '%s'\n".formatted(sha));
    assertTrue(gh.toFile().setExecutable(true));
    return Command.of("ci/newest", "main")
        .withEnvironment(
            Map.of("PATH", folder + ":" + System.getenv("PATH"), "GITHUB_REPOSITORY", "team/spark"))
        .result();
  }
}

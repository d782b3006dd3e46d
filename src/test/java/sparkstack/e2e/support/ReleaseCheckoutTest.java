package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.Release;

class ReleaseCheckoutTest {
  @TempDir Path folder;

  @Test
  void theErrorOfAShallowCloneNamesTheFetchCommand() throws Exception {
    var origin = folder.resolve("origin");
    git("init", "--quiet", origin.toString()).run();
    commit(origin, "release");
    var release =
        new Release("0.1.0", git("-C", origin.toString(), "rev-parse", "HEAD").run().strip());
    commit(origin, "next");
    var shallow = folder.resolve("shallow");
    Command.of("git", "clone", "--quiet", "--depth=1", origin.toUri().toString())
        .and(shallow.toString())
        .run();

    ReleaseCheckout.requireHistory(origin, release);
    var error =
        assertThrows(
            IllegalStateException.class, () -> ReleaseCheckout.requireHistory(shallow, release));
    assertTrue(error.getMessage().contains("git fetch --unshallow"), error.getMessage());
    assertTrue(error.getMessage().contains("fetch-depth: 0"), error.getMessage());

    Command.of("git", "-C", shallow.toString(), "fetch", "--quiet", "--unshallow").run();
    ReleaseCheckout.requireHistory(shallow, release);
  }

  private static void commit(Path repository, String message) throws Exception {
    git("-C", repository.toString(), "commit", "--quiet", "--allow-empty", "--message", message)
        .run();
  }

  private static Command git(String... arguments) {
    return Command.of("git", "-c", "user.name=test", "-c", "user.email=test@example.com")
        .and(arguments);
  }
}

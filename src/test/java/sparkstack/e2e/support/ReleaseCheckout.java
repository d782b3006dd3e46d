package sparkstack.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sparkstack.Release;

/** The sources of the last release, from the history of this checkout. */
final class ReleaseCheckout {
  private static final Path ALL = TestProject.CHECKOUT.resolve("target/release");

  private ReleaseCheckout() {}

  /**
   * The release, packaged by its own Maven build. The folder is kept, because a commit never
   * changes.
   *
   * @throws IllegalStateException if the history does not contain the release
   */
  static Path packaged() throws IOException, InterruptedException {
    var release = Release.last();
    var checkout = ALL.resolve(release.commit());
    if (!Files.isDirectory(checkout)) {
      requireHistory(TestProject.CHECKOUT, release);
      TestProject.delete(ALL);
      var partial = Files.createDirectories(ALL.resolve("partial"));
      extract(release, partial);
      // Without the tests of the release, which passed when it was released.
      Command.of("mvn", "--batch-mode", "--quiet", "--no-transfer-progress")
          .and("--file", partial.resolve("pom.xml").toString())
          .and("-Dmaven.test.skip=true", "package")
          .run();
      Files.move(partial, checkout);
    }
    return checkout;
  }

  static void requireHistory(Path repository, Release release)
      throws IOException, InterruptedException {
    var found = git(repository, "cat-file", "-e", release.commit() + "^{commit}").result();
    if (found.status() != 0) {
      throw new IllegalStateException(
          """
          Upgrades are tested from the last release, %s. Its commit %s is not in the history of %s: %s
          A shallow clone lacks it: run `git fetch --unshallow`. In a GitHub workflow, give actions/checkout `fetch-depth: 0`."""
              .formatted(release.version(), release.commit(), repository, found.output().strip()));
    }
  }

  /**
   * Extracts the files with the modes of a checkout, which are part of the keys of Docker's build
   * cache.
   */
  private static void extract(Release release, Path into) throws IOException, InterruptedException {
    var archive = into.resolve("release.tar");
    git(
            TestProject.CHECKOUT,
            "-c",
            "tar.umask=0022",
            "archive",
            "--output=" + archive,
            release.commit())
        .run();
    Command.of("tar", "--extract", "--file=" + archive, "--directory=" + into).run();
    Files.delete(archive);
  }

  private static Command git(Path repository, String... arguments) {
    return Command.of("git", "-C", repository.toString()).and(arguments);
  }
}

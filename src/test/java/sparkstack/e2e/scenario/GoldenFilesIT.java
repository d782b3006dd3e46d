package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sparkstack.e2e.support.GoldenFiles;
import sparkstack.e2e.support.Rendering;
import sparkstack.e2e.support.StackFile;
import sparkstack.e2e.support.TestProject;

/**
 * Compares the rendered Kubernetes objects of every committed stack with the golden files, so that
 * a pull request shows its changes to the objects.
 *
 * <p>With {@code -Dgolden.renew=true} ({@code make golden}), the test writes the golden files.
 */
class GoldenFilesIT {
  private static final boolean RENEW = Boolean.getBoolean("golden.renew");
  private static final Path RENDERED = TestProject.CHECKOUT.resolve("target/rendered");

  static List<String> stacks() throws IOException {
    return StackFile.names(TestProject.CHECKOUT);
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void aStackMatchesItsGoldenFiles(String stack) throws Exception {
    var files = Rendering.of(stack);
    var golden = GoldenFiles.of(stack);
    if (RENEW) {
      golden.write(files);
    }

    var rendered = new GoldenFiles(RENDERED.resolve(stack)).write(files);

    var diff = golden.diff(rendered);
    assertTrue(
        diff.isEmpty(), message("Stack %s differs from its golden files".formatted(stack), diff));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void aStackIsPreviewedWithoutAClusterAndADockerEngine(String stack) throws Exception {
    // This test reads the golden files that the other test renews.
    assumeFalse(RENEW);
    var preview = Rendering.preview(stack);

    var objects =
        preview.lines().filter(line -> line.matches(" *\\+ +kubernetes:[a-z].* create.*"));
    assertEquals(GoldenFiles.of(stack).files().size(), objects.distinct().count(), preview);
  }

  @Test
  void everyFolderOfGoldenFilesHasAStackFile() throws IOException {
    var others = new TreeSet<>(GoldenFiles.stacks());
    others.removeAll(stacks());
    if (RENEW) {
      for (var stack : others) {
        GoldenFiles.of(stack).delete();
      }
      others.clear();
    }

    assertTrue(others.isEmpty(), message("Some golden files belong to no stack file", "" + others));
  }

  private static String message(String what, String details) {
    return what
        + ". If this is intended, run `make golden` and commit the changes for the reviewers.\n"
        + details;
  }
}

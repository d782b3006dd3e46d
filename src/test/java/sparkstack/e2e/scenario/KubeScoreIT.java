package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sparkstack.e2e.support.GoldenFiles;
import sparkstack.e2e.support.KubeScore;
import sparkstack.e2e.support.KubeScore.Finding;

/** kube-score has no critical findings in the golden files, except those in a file. */
class KubeScoreIT {
  private static final Path EXCEPTIONS = Path.of("src/test/resources/kube-score-exceptions.yaml");

  private static final Set<Finding> FOUND = new LinkedHashSet<>();
  private static final Set<Finding> EXCEPTED = new LinkedHashSet<>();

  private static List<KubeScore.Excepted> exceptions;

  @BeforeAll
  static void score() throws IOException, InterruptedException {
    exceptions = KubeScore.Excepted.read(EXCEPTIONS);
    var stacks = GoldenFiles.stacks();
    for (var stack : stacks) {
      FOUND.addAll(KubeScore.criticalFindings(stack));
    }
    for (var exception : exceptions) {
      EXCEPTED.addAll(exception.findings(stacks));
    }
  }

  @Test
  void everyCriticalFindingIsAnException() {
    assertEquals(
        "",
        lines(FOUND, EXCEPTED),
        "kube-score has critical findings. Fix them, or add them with a reason to " + EXCEPTIONS);
  }

  @Test
  void everyExceptionStillApplies() {
    assertEquals(
        "",
        lines(EXCEPTED, FOUND),
        "kube-score does not have these findings. Remove them from " + EXCEPTIONS);
  }

  @Test
  void everyExceptionHasItsReason() {
    for (var exception : exceptions) {
      assertTrue(exception.reason() != null && !exception.reason().isBlank(), exception::toString);
    }
  }

  /** The findings that are not among {@code others}, one for each line. */
  private static String lines(Set<Finding> findings, Set<Finding> others) {
    return findings.stream()
        .filter(finding -> !others.contains(finding))
        .map(Finding::toString)
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}

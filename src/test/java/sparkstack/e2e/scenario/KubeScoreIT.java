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

/** The golden files have no critical finding in kube-score but the exceptions in a file. */
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
  void thereIsNoCriticalFindingButTheExceptions() {
    assertEquals(
        "",
        lines(FOUND, EXCEPTED),
        "kube-score finds this critical. Mend it, or name it with a reason in " + EXCEPTIONS);
  }

  @Test
  void everyExceptionStillApplies() {
    assertEquals(
        "",
        lines(EXCEPTED, FOUND),
        "kube-score does not find this, or no longer. Remove it from " + EXCEPTIONS);
  }

  @Test
  void everyExceptionHasItsReason() {
    for (var exception : exceptions) {
      assertTrue(exception.reason() != null && !exception.reason().isBlank(), exception::toString);
    }
  }

  /** Those of {@code findings} that are not among {@code others}. */
  private static String lines(Set<Finding> findings, Set<Finding> others) {
    return findings.stream()
        .filter(finding -> !others.contains(finding))
        .map(Finding::toString)
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}

package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An application whose duration and result are known: each of its tasks takes a second, and it
 * prints the sum of the tasks' numbers.
 *
 * @param uiUrl URL of the cluster's web UI
 * @param id ID of the application
 */
public record TimedApplication(
    SparkNamespace namespace, Pod driver, String uiUrl, String id, int tasks)
    implements AutoCloseable {
  private static final String STATEMENT =
      """
      select concat('sum=', sum(if(slept = '', 0, id))) from (
        select id, java_method('java.lang.Thread', 'sleep', bigint(1000)) as slept
        from range(0, %1$d, 1, %1$d))
      """;

  private static final Duration START = Duration.ofMinutes(3);

  /** Starts the application, and waits until the master has it. */
  public static TimedApplication start(SparkNamespace namespace, String uiUrl, int tasks)
      throws Exception {
    var before = MasterPage.read(uiUrl).applications();
    var driver = namespace.startDriver(STATEMENT.formatted(tasks));
    var id =
        Await.until(
                "an application at " + uiUrl,
                START,
                () -> newOnes(before, MasterPage.read(uiUrl).applications()),
                ids -> ids.size() == 1)
            .iterator()
            .next();
    return new TimedApplication(namespace, driver, uiUrl, id, tasks);
  }

  private static Set<String> newOnes(Set<String> before, Set<String> now) {
    return now.stream().filter(it -> !before.contains(it)).collect(Collectors.toSet());
  }

  /** Waits until it has ended, and requires the right result. */
  public void requireResult() {
    var limit = Duration.ofSeconds(2L * tasks).plus(START);
    Await.until(
        "the end of " + id,
        limit,
        () -> namespace.phase(driver),
        phase -> !phase.equals("Running"));
    var log = namespace.log(driver);
    var sum = tasks * (tasks - 1) / 2;
    assertEquals(
        List.of("sum=" + sum), log.lines().filter(line -> line.startsWith("sum=")).toList(), log);
  }

  @Override
  public void close() {
    namespace.delete(driver);
  }
}

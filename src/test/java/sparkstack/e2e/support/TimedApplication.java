package sparkstack.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An application whose duration and result are known: it sleeps for a second in each of its parts,
 * and prints a sum.
 *
 * @param uiUrl URL of the cluster's web UI
 * @param id ID of the application
 * @param stage the stage whose tasks sleep
 * @param parts how many seconds it sleeps, in all tasks together
 */
public record TimedApplication(
    SparkNamespace namespace,
    Pod driver,
    String uiUrl,
    String id,
    int stage,
    int parts,
    KnownSum known)
    implements AutoCloseable {
  /** How an application ended. */
  public enum Result {
    RIGHT,
    WRONG,
    NONE
  }

  private static final String SLEEP =
      "java_method('java.lang.Thread', 'sleep', bigint(1000)) as slept";

  /** Each part is a task. */
  private static final String TASKS =
      """
      select concat('sum=', sum(if(slept = '', 0, id))) from (
        select id, %1$s from range(0, %2$d, 1, %2$d))
      """;

  /** Each part is a group, whose sum a task reads from the map outputs of all executors. */
  private static final String GROUPS =
      """
      set spark.sql.adaptive.enabled=false;
      set spark.sql.shuffle.partitions=%2$d;
      select concat('sum=', sum(if(slept = '', 0, total))) from (
        select total, %1$s from (
          select sum(id) as total from range(0, %3$d, 1, 16) group by id %% %2$d))
      """;

  private static final long ROWS = 1_000_000;
  private static final Duration START = Duration.ofMinutes(3);

  /** Starts an application of independent tasks, and waits until the master has it. */
  public static TimedApplication start(SparkNamespace namespace, String uiUrl, int tasks)
      throws Exception {
    return start(namespace, uiUrl, known(TASKS.formatted(SLEEP, tasks), tasks), 0, tasks);
  }

  /**
   * Starts an application with a shuffle, and waits until the master has it. Its stage 0 writes the
   * map outputs, and its stage 1 reads them and sleeps.
   */
  public static TimedApplication startShuffle(SparkNamespace namespace, String uiUrl, int groups)
      throws Exception {
    return start(namespace, uiUrl, known(GROUPS.formatted(SLEEP, groups, ROWS), ROWS), 1, groups);
  }

  private static TimedApplication start(
      SparkNamespace namespace, String uiUrl, KnownSum known, int stage, int parts)
      throws Exception {
    var before = MasterPage.read(uiUrl).applications();
    var driver = namespace.startDriver(known.statements());
    var id =
        Await.until(
                "an application at " + uiUrl,
                START,
                () -> newOnes(before, MasterPage.read(uiUrl).applications()),
                ids -> ids.size() == 1)
            .iterator()
            .next();
    return new TimedApplication(namespace, driver, uiUrl, id, stage, parts, known);
  }

  /**
   * @param end the statements add the numbers below it
   */
  private static KnownSum known(String statements, long end) {
    return new KnownSum(statements, end * (end - 1) / 2);
  }

  private static Set<String> newOnes(Set<String> before, Set<String> now) {
    return now.stream().filter(it -> !before.contains(it)).collect(Collectors.toSet());
  }

  /**
   * Waits until it has executors, and has finished parts.
   *
   * @param count number of parts
   */
  public void awaitParts(int executors, int count) {
    Await.until(
        "%d executors and %d finished parts in the driver's log".formatted(executors, count),
        START,
        this::log,
        log ->
            lines(log, "Registered executor ") >= executors
                && lines(log, "Finished task .* in stage %d\\.0 ".formatted(stage)) >= count);
  }

  private static long lines(String log, String pattern) {
    return Pattern.compile(pattern).matcher(log).results().count();
  }

  public String log() {
    return namespace.log(driver);
  }

  /** The lines of the driver's log, each after the time at which the container runtime read it. */
  public List<String> logWithTimes() {
    return namespace.logWithTimes(driver);
  }

  /**
   * Waits until it has ended, and compares its result with the known one.
   *
   * @throws AssertionError if it does not end in several times its duration
   */
  public Result result() {
    Await.until(
        "the end of " + id,
        Duration.ofSeconds(2L * parts).plus(START),
        () -> namespace.phase(driver),
        phase -> !phase.equals("Running"));
    return known.in(log());
  }

  @Override
  public void close() {
    namespace.delete(driver);
  }
}

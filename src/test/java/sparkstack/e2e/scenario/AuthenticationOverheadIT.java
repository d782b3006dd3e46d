package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.KnownSum;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkClient;
import sparkstack.e2e.support.TimedApplication.Result;

/**
 * What authentication and encryption cost: the times of a job that mainly shuffles, on a cluster
 * with them and on one without. The runs alternate, so that other work on the machine slows down
 * both. Run nothing else at the same time.
 */
@Tag("slow")
class AuthenticationOverheadIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  /** An odd number, so that there is a median. */
  private static final int RUNS = 7;

  /** The highest ratio of the median times. */
  private static final double LIMIT = 1.10;

  private static final int ROWS = 400_000;
  private static final int BYTES = 1000;

  /**
   * Prints the time at which a query starts, in milliseconds. The query itself needs no executor.
   */
  private static final String TIME = "select concat('time=', unix_millis(current_timestamp()));\n";

  /**
   * Sends {@link #ROWS} rows of {@link #BYTES} bytes through a shuffle, and half of them to another
   * worker. The first query starts the executors and warms up the JVMs.
   */
  private static final String SHUFFLE =
      """
      select concat('%%s', sum(length(text))) from (
        select /*+ repartition(8, id) */ id, repeat(char(97 + id %%%% 26), %1$d) as text
        from range(0, %2$d, 1, 8));
      """
          .formatted(BYTES, ROWS);

  private static final KnownSum JOB =
      new KnownSum(
          SHUFFLE.formatted("warm=") + TIME + SHUFFLE.formatted("sum=") + TIME,
          (long) ROWS * BYTES);

  private static SparkClient with;
  private static SparkClient without;

  @BeforeAll
  static void create() throws Exception {
    with = client("e2e-overhead-with", true);
    without = client("e2e-overhead-without", false);
  }

  private static SparkClient client(String name, boolean authentication) throws Exception {
    var stack =
        SCENARIO
            .stack(name)
            .set("authentication", authentication)
            .set("workerReplicas", 2)
            .set("workerCores", 1)
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    stack.up();
    // Compressed, the rows would be so small that nothing would have to be encrypted.
    return SparkClient.start(
        stack.namespace(),
        "--conf",
        "spark.shuffle.compress=false",
        "--conf",
        "spark.sql.adaptive.enabled=false");
  }

  @Test
  void authenticationAndEncryptionCostAtMostATenthOfTheTimeOfAShuffle() throws Exception {
    var timesWith = new ArrayList<Long>();
    var timesWithout = new ArrayList<Long>();
    for (var run = 0; run < RUNS; run++) {
      timesWithout.add(milliseconds(without));
      timesWith.add(milliseconds(with));
    }

    var ratio = median(timesWith) / median(timesWithout);
    System.out.printf("ms with %s, without %s%n", timesWith, timesWithout);
    print("auth.with_s", median(timesWith) / 1000, "s");
    print("auth.without_s", median(timesWithout) / 1000, "s");
    print("auth.overhead_ratio", ratio, "ratio");
    assertTrue(ratio <= LIMIT, () -> "The ratio is " + ratio);
  }

  /** The time of the second query. */
  private static long milliseconds(SparkClient client) throws Exception {
    var output = client.run(List.of(JOB.statements())).get(0);
    assertEquals(Result.RIGHT, JOB.in(output), output);
    var times =
        output
            .lines()
            .filter(it -> it.startsWith("time="))
            .map(it -> Long.valueOf(it.substring("time=".length())))
            .toList();
    assertEquals(2, times.size(), output);
    return times.get(1) - times.get(0);
  }

  private static double median(List<Long> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  private static void print(String figure, double value, String unit) {
    System.out.printf(Locale.ROOT, "figure %s %.3f %s%n", figure, value, unit);
  }
}

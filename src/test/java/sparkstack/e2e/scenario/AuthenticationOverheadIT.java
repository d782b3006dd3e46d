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
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TimedApplication.Result;

/**
 * What authentication and encryption cost: the times of jobs on a cluster with them and on one
 * without. The runs alternate, so that other work on the machine slows down both. Run nothing else
 * at the same time.
 */
@Tag("slow")
class AuthenticationOverheadIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  /** An odd number, so that there is a median. */
  private static final int RUNS = 7;

  /** The highest ratio of the median times of the join. */
  private static final double LIMIT = 1.10;

  private static final int WORKERS = 2;

  /**
   * Prints the time at which a query starts, in milliseconds. The query itself needs no executor.
   */
  private static final String TIME = "select concat('time=', unix_millis(current_timestamp()));\n";

  private static final int JOINED_ROWS = 2_000_000;

  /** The length of {@code sha2(…, 256)}. */
  private static final int DIGITS = 64;

  /**
   * Joins two tables by sorting and merging them: all rows of both go through a shuffle, compressed
   * as by default.
   */
  private static final String JOIN =
      """
      select /*+ merge(r) */ concat('%%s', sum(length(l.digits) + length(r.digits)))
      from (select id, sha2(string(id), 256) as digits from range(0, %1$d, 1, 8)) as l
      join (select id, sha2(string(-id), 256) as digits from range(0, %1$d, 1, 8)) as r
      on l.id = r.id;
      """
          .formatted(JOINED_ROWS);

  private static final int COPIED_ROWS = 400_000;
  private static final int COPIED_BYTES = 1000;

  /** Sends rows through a shuffle, and does nothing else. */
  private static final String COPY =
      """
      select concat('%%s', sum(length(text))) from (
        select /*+ repartition(8, id) */ id, repeat(char(97 + id %%%% 26), %1$d) as text
        from range(0, %2$d, 1, 8));
      """
          .formatted(COPIED_BYTES, COPIED_ROWS);

  private static SparkNamespace with;
  private static SparkNamespace without;

  @BeforeAll
  static void create() throws Exception {
    with = cluster("e2e-overhead-with", true);
    without = cluster("e2e-overhead-without", false);
  }

  private static SparkNamespace cluster(String name, boolean authentication) throws Exception {
    var stack =
        SCENARIO
            .stack(name)
            .unset("sparkConf")
            .set("authentication", authentication)
            .set("workerReplicas", WORKERS)
            .set("workerCores", 1)
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    stack.up();
    return stack.namespace();
  }

  @Test
  void authenticationAndEncryptionCostAtMostATenthOfTheTimeOfAJoin() throws Exception {
    var ratio = ratio("auth", JOIN, 2L * JOINED_ROWS * DIGITS, "true");

    assertTrue(ratio <= LIMIT, () -> "The ratio is " + ratio);
  }

  /**
   * The worst case: executors only copy, the shuffle is not compressed, and the network between the
   * workers is the memory of one machine. It has no limit; only the sums are checked.
   */
  @Test
  void theCostOfACopyIsPrinted() throws Exception {
    ratio("auth.copy", COPY, (long) COPIED_ROWS * COPIED_BYTES, "false");
  }

  /**
   * Prints the median times of a query, and returns their ratio.
   *
   * @param figures the first part of their names
   */
  private static double ratio(String figures, String query, long sum, String compress)
      throws Exception {
    // The first query starts the executors and warms up the JVMs.
    var job = new KnownSum(query.formatted("warm=") + TIME + query.formatted("sum=") + TIME, sum);
    var timesWith = new ArrayList<Long>();
    var timesWithout = new ArrayList<Long>();
    try (var clientWith = client(with, compress);
        var clientWithout = client(without, compress)) {
      for (var run = 0; run < RUNS; run++) {
        timesWithout.add(milliseconds(clientWithout, job));
        timesWith.add(milliseconds(clientWith, job));
      }
    }
    System.out.printf("%s: ms with %s, without %s%n", figures, timesWith, timesWithout);
    print(figures + ".with_s", median(timesWith) / 1000, "s");
    print(figures + ".without_s", median(timesWithout) / 1000, "s");
    print(figures + ".overhead_ratio", median(timesWith) / median(timesWithout), "ratio");
    return median(timesWith) / median(timesWithout);
  }

  private static SparkClient client(SparkNamespace namespace, String compress) {
    return SparkClient.start(
        namespace,
        "--conf",
        "spark.shuffle.compress=" + compress,
        "--conf",
        "spark.sql.adaptive.enabled=false",
        "--conf",
        "spark.sql.shuffle.partitions=8");
  }

  /** The time of the second query. */
  private static long milliseconds(SparkClient client, KnownSum job) throws Exception {
    var output = client.run(List.of(job.statements())).get(0);
    assertEquals(Result.RIGHT, job.in(output), output);
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

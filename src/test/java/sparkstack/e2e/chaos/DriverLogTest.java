package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriverLogTest {
  private static final String FINISHED =
      "INFO TaskSetManager: Finished task %d.0 in stage 1.0 (TID %d) in 1021 ms on 10.42.0.5 (executor 2) (4/48)";

  /** Tasks end at 1, 2, 5, 6 and 10 seconds. */
  private static final DriverLog TASKS = finishedAt(1, 2, 5, 6, 10);

  @Test
  void theGapIsThePauseThatSpansTheDamage() {
    assertEquals(gap(3), TASKS.jobGap(at(3), at(4)));
    assertEquals(gap(4), TASKS.jobGap(at(7), at(8)));
  }

  @Test
  void theGapIsTheLongestPauseUntilTheClusterServesAgain() {
    assertEquals(gap(3), TASKS.jobGap(at(3), at(5.5)));
    assertEquals(gap(4), TASKS.jobGap(at(3), at(9)));
    assertEquals(gap(3), TASKS.jobGap(at(1.5), at(3)));
  }

  @Test
  void damageAfterTheLastTaskHasNoGap() {
    assertEquals(Optional.empty(), TASKS.jobGap(at(11), at(12)));
    assertEquals(Optional.empty(), DriverLog.of(List.of()).jobGap(at(1), at(2)));
  }

  @Test
  void linesWithoutTextAndWithAnOffsetHaveATime() {
    var log =
        DriverLog.of(
            List.of(
                "2026-11-27T16:00:00.5Z",
                "2026-11-27T16:00:01Z ",
                "2026-11-27T18:00:02.000000001+02:00 sum=1"));

    assertEquals(
        List.of(
            new DriverLog.Line(Instant.parse("2026-11-27T16:00:00.5Z"), ""),
            new DriverLog.Line(Instant.parse("2026-11-27T16:00:01Z"), ""),
            new DriverLog.Line(Instant.parse("2026-11-27T16:00:02.000000001Z"), "sum=1")),
        log.lines());
  }

  @Test
  void anApplicationHasExecutorsAfterItsRegistration() {
    var log =
        DriverLog.of(
            List.of(
                line(
                    1,
                    "INFO StandaloneSchedulerBackend: Connected to Spark cluster with app ID app-20261127160000-0001"),
                line(
                    3.5,
                    "INFO StandaloneSchedulerBackend$StandaloneDriverEndpoint: Registered executor NettyRpcEndpointRef(spark-client://Executor) (10.42.0.5:40000) with ID 0, ResourceProfileId 0"),
                line(
                    9,
                    "INFO StandaloneSchedulerBackend$StandaloneDriverEndpoint: Registered executor NettyRpcEndpointRef(spark-client://Executor) (10.42.0.6:40000) with ID 1, ResourceProfileId 0")));

    assertEquals(Optional.of(Duration.ofMillis(2500)), log.untilExecutor());
    assertEquals(Optional.empty(), TASKS.untilExecutor());
  }

  @Test
  void mapTasksAreComputedAgainInLaterSubmissionsOfTheirStage() {
    var first = submission(16, "ShuffleMapStage 0");
    var reduce = submission(64, "ShuffleMapStage 1");

    assertEquals(0, log(first, reduce).recomputedMapTasks());
    assertEquals(0, log(first, reduce, submission(8, "ShuffleMapStage 1")).recomputedMapTasks());
    assertEquals(
        5,
        log(first, reduce, submission(4, "ShuffleMapStage 0"), submission(1, "ShuffleMapStage 0"))
            .recomputedMapTasks());
  }

  @Test
  void aFailedFetchIsARetryAndNoFailedTask() {
    var log =
        log(
            "WARN TaskSetManager: Lost task 5.0 in stage 1.0 (TID 21) (10.42.0.5 executor 1): FetchFailed(BlockManagerId(2, 10.42.0.6, 40001, None), shuffleId=0, mapIndex=3, mapId=3, reduceId=5, message=",
            "org.apache.spark.shuffle.FetchFailedException",
            "INFO TaskSetManager: task 5.0 in stage 1.0 (TID 21) failed, but the task will not be re-executed (either because the task failed with a shuffle data fetch failure, so the previous stage needs to be re-run, or because a different copy of the task has already succeeded).",
            "WARN TaskSetManager: Lost task 6.0 in stage 1.0 (TID 22) (10.42.0.5 executor 1): FetchFailed(null, shuffleId=0, mapIndex=-1, mapId=-1, reduceId=6, message=",
            "WARN TaskSetManager: Lost task 7.0 in stage 1.0 (TID 23) (10.42.0.5 executor 1): TaskKilled (another attempt succeeded)");

    assertEquals(2, log.fetchRetries());
    assertEquals(0, log.failedTasks());
  }

  @Test
  void otherFailuresOfTasksAreCounted() {
    var log =
        log(
            "WARN TaskSetManager: Lost task 1.0 in stage 1.0 (TID 17) (10.42.0.5 executor 1): java.io.IOException: No space left on device",
            "INFO TaskSetManager: Lost task 2.0 in stage 1.0 (TID 18) on 10.42.0.5, executor 1: java.io.IOException (No space left on device) [duplicate 1]",
            "INFO TaskSetManager: task 3.0 in stage 1.0 (TID 19) failed because while it was being computed, its executor exited for a reason unrelated to the task. Not counting this failure towards the maximum number of failures for the task.",
            "WARN TaskSetManager: Lost task 4.0 in stage 1.0 (TID 20) (10.42.0.5 executor 1): ExecutorLostFailure (executor 1 exited caused by one of the running tasks) Reason: Remote RPC client disassociated.");

    assertEquals(4, log.failedTasks());
    assertEquals(0, log.fetchRetries());
  }

  private static String submission(int tasks, String stage) {
    return "INFO DAGScheduler: Submitting %d missing tasks from %s (MapPartitionsRDD[3] at main at <unknown>:0) (first 15 tasks are for partitions Vector(0, 1))"
        .formatted(tasks, stage);
  }

  private static DriverLog finishedAt(int... seconds) {
    return DriverLog.of(
        Arrays.stream(seconds).mapToObj(it -> line(it, FINISHED.formatted(it, it))).toList());
  }

  private static DriverLog log(String... texts) {
    return DriverLog.of(Arrays.stream(texts).map(text -> line(0, text)).toList());
  }

  private static String line(double second, String text) {
    return at(second) + " " + text;
  }

  private static Instant at(double second) {
    return Instant.parse("2026-11-27T16:00:00Z").plusMillis((long) (second * 1000));
  }

  private static Optional<Duration> gap(int seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }
}

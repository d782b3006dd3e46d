package sparkstack.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sparkstack.await.State.Kind;

class RunTest {
  private static final String FAILED =
      "{conditions: [{type: Failed, status: \"True\", reason: BackoffLimitExceeded, message: 'Job has reached the specified backoff limit'}]}";
  private static final String ENDED =
      """
      containerStatuses:
        - {name: driver, state: {terminated: {exitCode: %d, reason: %s}}}
      """;
  private static final Program PROGRAM =
      new Program(
          "driver",
          Duration.ofHours(1),
          "spark:driverTimeoutMinutes",
          "Raise the program's memory.",
          "spark:driverStorage");
  private static final Events NO_EVENTS = Events.of(List.of());

  private static Job job(String status) {
    return ApiObjects.read(
        Job.class,
        """
        metadata: {name: spark-driver, namespace: spark-dev, uid: job}
        status: %s
        """
            .formatted(status));
  }

  private static State state(String jobStatus, List<Pod> pods, List<Pod> known, String log) {
    return state(jobStatus, pods, known, log, NO_EVENTS);
  }

  private static State state(
      String jobStatus, List<Pod> pods, List<Pod> known, String log, Events events) {
    return new Run(
            "spark-driver",
            PROGRAM,
            new UnresponsiveMaster("spark-master", "spark-dev"),
            ApiObjects.KEYS,
            (pod, container) -> log.lines().toList())
        .state(job(jobStatus), pods, known, events);
  }

  private static String failure(String podStatus, String log) {
    var state =
        state(FAILED, List.of(ApiObjects.pod("driver-1", "job", podStatus)), List.of(), log);
    assertEquals(Kind.FAILED, state.kind());
    return state.text();
  }

  @Test
  void isDoneWhenTheJobIsComplete() {
    var complete = "{conditions: [{type: Complete, status: \"True\"}]}";
    assertEquals(Kind.DONE, state(complete, List.of(), List.of(), "").kind());
  }

  @Test
  void runsOnceItsContainerDoes() {
    var pod =
        ApiObjects.pod(
            "driver-1", "job", "containerStatuses: [{name: driver, state: {running: {}}}]");
    var state = state("{}", List.of(pod), List.of(), "");
    assertEquals(Kind.RUNNING, state.kind());
    assertTrue(state.text().contains("logs --follow job/spark-driver"), state.text());
  }

  @Test
  void failsToStartLikeAnyPod() {
    var pod =
        ApiObjects.pod(
            "driver-1",
            "job",
            "containerStatuses: [{name: driver, state: {waiting: {reason: ErrImagePull, message: none}}}]");
    var state = state("{}", List.of(pod), List.of(), "");
    assertEquals(Kind.FAILING, state.kind());
    assertTrue(state.text().startsWith("ErrImagePull: container driver: none (pod driver-1)"));
  }

  @Test
  void failsWhereTheApiServerTakesNoPod() {
    var event =
        ApiObjects.event(
            "Warning", "job", "FailedCreate", "exceeded quota: small", "2026-01-01T00:00:00Z");
    var state = state("{}", List.of(), List.of(), "", Events.of(List.of(event)));
    assertEquals(Kind.FAILING, state.kind());
    assertTrue(state.text().startsWith("FailedCreate: exceeded quota: small"), state.text());
  }

  @Test
  void tellsTheExceptionFirst() {
    var text =
        failure(
            ENDED.formatted(1, "Error"),
            """
            Exception in thread "main" java.lang.IllegalArgumentException: bad date
            \tat example.Main.main(Main.java:5)
            """);

    assertTrue(text.startsWith("java.lang.IllegalArgumentException: bad date\n"), text);
    assertTrue(text.contains("Container driver of pod driver-1 ended with exit code 1"), text);
    assertTrue(text.contains("kubectl --namespace spark-dev logs job/spark-driver"), text);
  }

  @Test
  void tellsTheMastersLastWarningToADriverWithoutAnAnswer() {
    var log = "26/01/01 00:01:00 ERROR StandaloneSchedulerBackend: All masters are unresponsive!";
    var event =
        ApiObjects.event(
            "Warning",
            "m",
            "Unhealthy",
            "Readiness probe failed: no space",
            "2026-01-01T00:00:00Z");
    event.getInvolvedObject().setName("spark-master-abc");
    event.getInvolvedObject().setKind("Pod");
    var pod = ApiObjects.pod("driver-1", "job", ENDED.formatted(1, "Error"));
    var events = Events.of(List.of(event));

    var text = state(FAILED, List.of(pod), List.of(), log, events).text();

    assertTrue(text.contains("All masters are unresponsive!\n"), text);
    assertTrue(
        text.contains(
            "The last warning about the master (pod spark-master-abc): Unhealthy: Readiness probe failed: no space\n"),
        text);
    assertTrue(
        text.contains(
            "The master's log: kubectl --namespace spark-dev logs deployment/spark-master"),
        text);
    pod.getStatus().setStartTime("2026-01-01T00:00:01Z");
    var old = state(FAILED, List.of(pod), List.of(), log, events).text();
    assertFalse(old.contains("no space"), old);
    var other = state(FAILED, List.of(pod), List.of(), "Error: no", events).text();
    assertFalse(other.contains("spark-master"), other);
  }

  @Test
  void readsTheKubeletsCopyOfALogThatIsGone() {
    var text =
        failure(
            "containerStatuses: [{name: driver, state: {terminated: {exitCode: 1, message: 'Error: no'}}}]",
            "");
    assertTrue(text.startsWith("Error: no\n"), text);
  }

  @Test
  void tellsThatItsCommandCouldNotBeRun() {
    var text =
        failure(
            "containerStatuses: [{name: driver, state: {terminated: {exitCode: 128, reason: StartError, message: 'exec: not found'}}}]",
            "");
    assertTrue(text.startsWith("StartError: exec: not found\n"), text);
  }

  @ParameterizedTest
  @CsvSource({
    "137, OOMKilled, OOMKilled: container driver used more memory than its limit (1408Mi)",
    "137, Error, Killed by SIGKILL",
    "143, Error, Ended by SIGTERM",
  })
  void tellsThatItWasKilled(int exitCode, String reason, String start) {
    var text = failure(ENDED.formatted(exitCode, reason), "");
    assertTrue(text.startsWith(start), text);
  }

  /** The script watching-master sends the signal. */
  @Test
  void tellsThatTheMasterHasForgottenItsApplication() {
    var text =
        failure(ENDED.formatted(143, "Error"), "forgotten: the master does not know app-1\n");
    assertTrue(
        text.startsWith("forgotten: the master does not know app-1\nContainer driver"), text);
  }

  @ParameterizedTest
  @CsvSource({
    "EvictionByEvictionAPI, kubectl drain",
    "PreemptionByScheduler, a pod with a higher priority",
    "DeletionByTaintManager, a taint",
    "DeletionByPodGC, no longer exists",
    "TerminationByKubelet, is short of a resource",
  })
  void tellsWhoDisruptedIt(String reason, String who) {
    var text =
        failure(
            """
            conditions: [{type: DisruptionTarget, status: "True", reason: %s, message: its message}]
            """
                    .formatted(reason)
                + ENDED.formatted(143, "Error"),
            "");
    assertTrue(text.startsWith(reason + ": its message\n"), text);
    assertTrue(text.contains(who), text);
    assertTrue(text.contains("node-1"), text);
  }

  @Test
  void tellsWhatItWasEvictedFor() {
    var text =
        failure(
            """
            reason: Evicted
            message: 'Usage of EmptyDir volume "temporary" exceeds the limit "1Gi". '
            """,
            "");
    assertTrue(text.startsWith("Evicted: Usage of EmptyDir volume"), text);
    assertTrue(text.contains("raise spark:driverStorage"), text);
  }

  @Test
  void tellsThatItWasDeleted() {
    var gone = ApiObjects.pod("driver-1", "job", ENDED.formatted(143, "Error"));
    var text = state(FAILED, List.of(), List.of(gone), "").text();
    assertTrue(text.startsWith("Deleted: a request to the API server deleted"), text);
  }

  @Test
  void tellsThatItsPodIsGoneWhereItWasNeverSeen() {
    var text = state(FAILED, List.of(), List.of(), "").text();
    assertTrue(text.startsWith("Deleted: the driver's pod no longer exists"), text);
    assertTrue(text.contains("BackoffLimitExceeded: Job has reached"), text);
  }
}

package sparkstack.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.DriverPod;
import sparkstack.e2e.support.KnownSum;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TimedApplication.Result;

/**
 * Short applications that are submitted one after the other, whatever happens to the cluster. Each
 * driver has the image that the stack's master has at that moment.
 */
final class ApplicationLoop implements AutoCloseable {
  /** How long an application may take. One that takes longer has no result. */
  private static final Duration APPLICATION = Duration.ofMinutes(2);

  /** The time of the application and of its pod's deletion. */
  private static final Duration LAST = APPLICATION.plusMinutes(3);

  private static final Duration PROGRESS = Duration.ofMinutes(6);

  private final SparkNamespace namespace;

  /** The stack's Job is missing while an update replaces it, so it is read once. */
  private final DriverPod driver;

  private final List<Submission> submissions = new ArrayList<>();
  private final FutureTask<Void> loop = new FutureTask<>(this::submitAll, null);
  private volatile boolean stopped;

  private ApplicationLoop(SparkNamespace namespace) {
    this.namespace = namespace;
    this.driver = namespace.driver();
  }

  static ApplicationLoop start(SparkNamespace namespace) {
    var started = new ApplicationLoop(namespace);
    new Thread(started.loop, "applications").start();
    return started;
  }

  /** Waits for more applications with the right result. */
  void awaitRightResults(int more) {
    var before = rightResults();
    Await.until(
        more + " more applications with the right result",
        PROGRESS,
        this::rightResults,
        now -> now >= before + more || loop.isDone());
  }

  private long rightResults() {
    return submissions().stream().filter(it -> it.result() == Result.RIGHT).count();
  }

  /** Ends the loop after the current application. */
  List<Submission> stop() throws Exception {
    stopped = true;
    loop.get(LAST.toSeconds(), TimeUnit.SECONDS);
    return submissions();
  }

  private synchronized List<Submission> submissions() {
    return List.copyOf(submissions);
  }

  private synchronized void add(Submission submission) {
    submissions.add(submission);
  }

  private void submitAll() {
    for (var number = 0; !stopped; number++) {
      add(submit(number));
    }
  }

  /**
   * A driver whose master is replaced is given up: the next one may find the new master at once.
   */
  private Submission submit(int number) {
    var known = KnownSum.ofShortJob(number);
    var image = namespace.masterImage();
    var masters = namespace.incarnations("master");
    var began = Instant.now();
    var deadline = began.plus(APPLICATION);
    var pod =
        namespace.create(
            driver.withImage(image).withStatements(known.statements()).named("loop-" + number));
    try {
      Await.until(
          "the end of application " + number,
          LAST,
          () ->
              namespace.hasEnded(pod)
                  || !namespace.incarnations("master").equals(masters)
                  || Instant.now().isAfter(deadline),
          done -> done);
      var ended = Instant.now();
      var log = log(pod);
      return new Submission(
          image, began, log.registered(), ended, known.in(log.text()), log.text());
    } finally {
      namespace.delete(pod);
    }
  }

  private DriverLog log(Pod pod) {
    return DriverLog.of(namespace.hasStarted(pod) ? namespace.logWithTimes(pod) : List.of());
  }

  /** Ends the loop, also if the test has failed. */
  @Override
  public void close() {
    stopped = true;
    Await.until("the end of the last application", LAST, loop::isDone, done -> done);
  }
}

package sparkstack.e2e.chaos;

import com.pulumi.automation.AutomationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Changes;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.TimedApplication.Result;
import sparkstack.e2e.support.WeatherLog;

/** The stack's own application, whose driver the fault ends: the next update runs it again. */
final class JobRun implements RunningApplication {
  /** An application that runs longer than any test waits. */
  private static final List<String> LONG = List.of("--scale", "1000000");

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration END = Duration.ofMinutes(3);

  private final Cluster cluster;
  private final FutureTask<Changes> update;
  private Optional<Duration> freeCores = Optional.empty();

  private JobRun(Cluster cluster) {
    this.cluster = cluster;
    this.update = new FutureTask<>(cluster.stack()::up);
  }

  static JobRun start(Cluster cluster) {
    cluster.stack().set("driverArguments", LONG);
    var run = new JobRun(cluster);
    new Thread(run.update, "update").start();
    return run;
  }

  /** Its tasks have no known duration, so that there is only one moment. */
  @Override
  public void awaitMoment(double moment) throws Exception {
    Await.until(
        "an application with all cores",
        START,
        () -> MasterPage.read(cluster.uiUrl()),
        page ->
            update.isDone()
                || page.applications().size() == 1 && page.usedCores() == Cluster.WORKERS);
    if (update.isDone()) {
      throw new IllegalStateException("The update ended with its application: " + update.get());
    }
  }

  /** The result is that of the next update. */
  @Override
  public Verdict verdict() throws Exception {
    var problems = new ArrayList<String>();
    freeCores = Optional.of(awaitFreeCores());
    requireReason(problems);
    cluster.stack().set("driverArguments", List.of()).up();
    var log = WeatherLog.of(cluster.namespace());
    var result = result(log.summaries());
    if (result != Result.RIGHT) {
      problems.add("The next update ran the application without the right result:\n" + log.text());
    }
    return new Verdict(result, problems);
  }

  private Duration awaitFreeCores() {
    return cluster.sinceStartOfMaster(cluster.awaitService(View::isIdle));
  }

  private void requireReason(List<String> problems) throws Exception {
    try {
      update.get(END.toSeconds(), TimeUnit.SECONDS);
      problems.add("The update succeeded, although the driver's pod was deleted");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof AutomationException)) {
        throw e;
      }
      var reason = cluster.stack().driverFailure();
      if (!reason.startsWith("Deleted: ")) {
        problems.add("The reason of the driver's failure is " + reason);
      }
    }
  }

  private static Result result(List<String> summaries) {
    if (summaries.isEmpty()) {
      return Result.NONE;
    }
    var right = List.of(WeatherLog.summary(1, "not written"));
    return summaries.equals(right) ? Result.RIGHT : Result.WRONG;
  }

  @Override
  public Optional<DriverLog> log() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> freeCores() {
    return freeCores;
  }

  /** Ends the update if the fault has not ended it. */
  @Override
  public void close() {
    if (!update.isDone()) {
      cluster.namespace().deleteDriverPod();
      Await.until("the end of the update", END, update::isDone, done -> done);
    }
  }
}

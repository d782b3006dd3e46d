package sparkstack.e2e.chaos;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sparkstack.e2e.support.MasterPage;

/** One fault on a cluster, and what it does to the applications. */
final class FaultRun {
  private final Cluster cluster;
  private final Fault fault;
  private final double moment;
  private final Outcome outcome;

  private FaultRun(Cluster cluster, Plan.Step step) {
    this.cluster = cluster;
    this.fault = step.fault();
    this.moment = step.moment();
    this.outcome = new Outcome(fault);
  }

  /**
   * Runs a fault, and waits until the cluster is whole again. The application of the next fault
   * needs all cores, so it shows that the cluster takes applications.
   *
   * <p>What fails on the way counts as a manual step: without help, the cluster would not go on.
   */
  static Outcome of(Cluster cluster, Plan.Step step) throws InterruptedException {
    var run = new FaultRun(cluster, step);
    try {
      run.damage();
    } catch (InterruptedException e) {
      throw e; // somebody stops the run
    } catch (Exception | AssertionError e) {
      run.outcome.needsManualStep(stackTrace(e));
    }
    return run.outcome;
  }

  private void damage() throws Exception {
    cluster.awaitWhole();
    try (var application = fault.startApplication(cluster)) {
      application.awaitMoment(moment);
      var service = damage(cluster.view());
      outcome.add(application.verdict());
      application.freeCores().ifPresent(outcome::freeCores);
      application.log().ifPresent(log -> read(log, service));
    }
    fault.damage().undo(cluster);
    cluster.awaitWhole();
  }

  /** The time from the damage until the cluster served again. */
  private record Interruption(Instant began, Instant ended) {}

  private Interruption damage(View before) throws Exception {
    try (var damage = fault.damage().begin(cluster, moment)) {
      var view = cluster.awaitService(now -> hasWhatWasEnded(before, now));
      measure(damage.began(), view);
      if (fault.target() == Target.MASTER) {
        requireSameWorkers(before.page(), view.page());
      }
      outcome.broke(damage.brokenPromises());
      return new Interruption(damage.began(), view.at());
    }
  }

  /** Whether what the fault has ended runs again. */
  private boolean hasWhatWasEnded(View before, View now) {
    return switch (fault.target()) {
      case MASTER, MASTER_WITH_OTHERS -> hasNewMaster(before, now);
      case ALL -> hasNewMaster(before, now) && hasAllWorkers(now);
      case WORKERS -> hasAllWorkers(now) && !before.living().containsAll(now.living());
      case EXECUTORS -> true;
    };
  }

  private static boolean hasNewMaster(View before, View now) {
    return !now.masters().equals(before.masters());
  }

  private static boolean hasAllWorkers(View now) {
    return now.living().size() == Cluster.WORKERS;
  }

  private void measure(Instant began, View view) {
    if (fault.target() != Target.EXECUTORS) {
      outcome.servedAgainAfter(Duration.between(began, view.at()));
    }
    if (fault.target().replacesMaster()) {
      outcome.aliveAfterStart(cluster.sinceStartOfMaster(view));
    }
  }

  /** A worker with another ID has ended its executors. */
  private void requireSameWorkers(MasterPage before, MasterPage now) {
    if (!before.workerIds().equals(now.workerIds())) {
      outcome.broke(
          List.of(
              "The new master has other workers: %s instead of %s"
                  .formatted(now.workerIds(), before.workerIds())));
    }
  }

  private void read(DriverLog log, Interruption interruption) {
    log.untilExecutor().ifPresent(outcome::jobAfterReady);
    log.jobGap(interruption.began(), interruption.ended()).ifPresent(outcome::jobGap);
    if (fault == Fault.WORKERS_SCALED_IN) {
      outcome.tasks(log);
      requireMovedOutputs(log);
    }
  }

  private void requireMovedOutputs(DriverLog log) {
    if (log.recomputedMapTasks() > 0 || log.failedTasks() > 0) {
      outcome.broke(
          List.of(
              "After the scale-in, Spark ran %d map tasks again, and %d tasks failed"
                  .formatted(log.recomputedMapTasks(), log.failedTasks())));
    }
  }

  private static String stackTrace(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}

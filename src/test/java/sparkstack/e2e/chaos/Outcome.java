package sparkstack.e2e.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a fault did. Gson writes the fields, and leaves out those that were not measured. */
final class Outcome {
  private final Fault fault;
  private Double serveAgainSeconds;
  private Double aliveAfterStartSeconds;
  private Double freeCoresSeconds;
  private Double jobGapSeconds;
  private Double jobAfterReadySeconds;
  private int lost;
  private int wrong;
  private int manualSteps;
  private Integer failedTasks;
  private Integer fetchRetries;
  private Integer recomputedMapTasks;
  private final List<String> problems = new ArrayList<>();

  Outcome(Fault fault) {
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  /** Seconds from the damage until the master is ALIVE with all living workers. */
  Optional<Double> serveAgain() {
    return Optional.ofNullable(serveAgainSeconds);
  }

  /**
   * Seconds from the start of the new master's container until the master is ALIVE with all living
   * workers; up to one second too many, because Kubernetes cuts off the fraction of the start.
   */
  Optional<Double> aliveAfterStart() {
    return Optional.ofNullable(aliveAfterStartSeconds);
  }

  /**
   * Seconds from the start of the new master's container until the cores of a driver that is gone
   * are free; up to one second too many.
   */
  Optional<Double> freeCores() {
    return Optional.ofNullable(freeCoresSeconds);
  }

  /** Seconds of the longest pause between two finished tasks. */
  Optional<Double> jobGap() {
    return Optional.ofNullable(jobGapSeconds);
  }

  /** Seconds from the registration of the application until it has an executor. */
  Optional<Double> jobAfterReady() {
    return Optional.ofNullable(jobAfterReadySeconds);
  }

  /** Applications without a result. */
  int lost() {
    return lost;
  }

  /** Applications with a wrong result. */
  int wrong() {
    return wrong;
  }

  int manualSteps() {
    return manualSteps;
  }

  /** Tasks that failed for another reason than a failed fetch. */
  Optional<Integer> failedTasks() {
    return Optional.ofNullable(failedTasks);
  }

  Optional<Integer> fetchRetries() {
    return Optional.ofNullable(fetchRetries);
  }

  Optional<Integer> recomputedMapTasks() {
    return Optional.ofNullable(recomputedMapTasks);
  }

  /** What went wrong; empty if nothing did. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  Outcome servedAgainAfter(Duration time) {
    serveAgainSeconds = seconds(time);
    return this;
  }

  Outcome aliveAfterStart(Duration time) {
    aliveAfterStartSeconds = seconds(time);
    return this;
  }

  Outcome freeCores(Duration time) {
    freeCoresSeconds = seconds(time);
    return this;
  }

  Outcome jobGap(Duration time) {
    jobGapSeconds = seconds(time);
    return this;
  }

  Outcome jobAfterReady(Duration time) {
    jobAfterReadySeconds = seconds(time);
    return this;
  }

  /** Adds what the driver's log tells about tasks. */
  Outcome tasks(DriverLog log) {
    failedTasks = log.failedTasks();
    fetchRetries = log.fetchRetries();
    recomputedMapTasks = log.recomputedMapTasks();
    return this;
  }

  Outcome add(Verdict verdict) {
    switch (verdict.result()) {
      case NONE -> lost++;
      case WRONG -> wrong++;
      case RIGHT -> {}
    }
    return broke(verdict.problems());
  }

  Outcome broke(List<String> promises) {
    problems.addAll(promises);
    return this;
  }

  /** Records that the cluster needs somebody's help. */
  Outcome needsManualStep(String problem) {
    manualSteps++;
    return broke(List.of(problem));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}

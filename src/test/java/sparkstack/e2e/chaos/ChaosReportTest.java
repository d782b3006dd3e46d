package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sparkstack.e2e.support.TimedApplication.Result;

class ChaosReportTest {
  private static final ChaosReport REPORT =
      new ChaosReport(
          List.of(
              new Outcome(Fault.WORKERS_SCALED_IN)
                  .jobGap(Duration.ofSeconds(30))
                  .tasks(DriverLog.of(List.of())),
              new Outcome(Fault.MASTER_EVICTED)
                  .servedAgainAfter(Duration.ofMillis(4140))
                  .aliveAfterStart(Duration.ofMillis(3000))
                  .jobGap(Duration.ofMillis(2500))
                  .jobAfterReady(Duration.ofMillis(1234)),
              new Outcome(Fault.MASTER_EVICTED)
                  .servedAgainAfter(Duration.ofMillis(6000))
                  .aliveAfterStart(Duration.ofMillis(5500))
                  .jobGap(Duration.ofMillis(1500))
                  .add(new Verdict(Result.NONE, List.of("no result"))),
              new Outcome(Fault.MASTER_WITH_WORKER)
                  .servedAgainAfter(Duration.ofMillis(14_000))
                  .aliveAfterStart(Duration.ofMillis(12_345))
                  .add(new Verdict(Result.WRONG, List.of("another sum"))),
              new Outcome(Fault.MASTER_WITH_DRIVER)
                  .servedAgainAfter(Duration.ofMillis(9000))
                  .aliveAfterStart(Duration.ofMillis(8000))
                  .freeCores(Duration.ofMillis(8500)),
              new Outcome(Fault.NODE_DRAINED).needsManualStep("not whole")));

  @Test
  void theTableHasALineForEachKind() {
    assertEquals(
        List.of(
            "fault                    times jobs lost wrong results seconds to serve again (worst) manual steps",
            "master evicted               2         1             0                            6.0            0",
            "master with a worker         1         0             1                           14.0            0",
            "master with the driver       1         0             0                            9.0            0",
            "workers scaled in            1         0             0                              -            0",
            "node drained                 1         0             0                              -            1"),
        REPORT.table());
  }

  @Test
  void aFigureIsTheWorstOfItsFaults() {
    assertEquals(
        List.of(
            "figure chaos.faults 6 count",
            "figure chaos.jobs_lost 1 count",
            "figure chaos.results_wrong 1 count",
            "figure chaos.manual_steps 1 count",
            "figure recovery.alive_after_start_s 5.50 s",
            "figure recovery.combined_alive_after_start_s 12.35 s",
            "figure recovery.free_cores_s 8.50 s",
            "figure recovery.job_gap_s 2.50 s",
            "figure recovery.job_after_ready_s 1.23 s",
            "figure scalein.failed_tasks 0 count",
            "figure scalein.fetch_retries 0 count",
            "figure scalein.recomputed_map_tasks 0 count"),
        REPORT.figures());
  }

  @Test
  void whatWasNotMeasuredHasNoFigure() {
    assertEquals(
        List.of(
            "figure chaos.faults 1 count",
            "figure chaos.jobs_lost 0 count",
            "figure chaos.results_wrong 0 count",
            "figure chaos.manual_steps 0 count"),
        new ChaosReport(List.of(new Outcome(Fault.IDLE_WORKER_DELETED))).figures());
  }

  @Test
  void eachProblemHasTheNumberOfItsFault() {
    assertEquals(
        List.of(
            "fault 3, master evicted: no result",
            "fault 4, master with a worker: another sum",
            "fault 6, node drained: not whole"),
        REPORT.problems());
  }

  @Test
  void theProgressIsTheLastFault() {
    assertEquals(
        "fault 1 of 100: workers scaled in: served all the time",
        new ChaosReport(REPORT.outcomes().subList(0, 1)).progress(100));
    assertEquals(
        "fault 2 of 100: master evicted: served again after 4.1 s",
        new ChaosReport(REPORT.outcomes().subList(0, 2)).progress(100));
    assertEquals(
        "fault 6 of 100: node drained: did not serve again; not whole", REPORT.progress(100));
  }
}

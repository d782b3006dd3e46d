package sparkstack.e2e.chaos;

import java.util.List;
import java.util.Optional;
import sparkstack.e2e.support.TimedApplication;
import sparkstack.e2e.support.TimedApplication.Result;

/** An application with a known result, whose driver no fault ends. */
record TimedRun(TimedApplication application) implements RunningApplication {
  private static final int LAST_LINES = 30;

  /** At the last moment, a quarter of the application is done. */
  @Override
  public void awaitMoment(double moment) {
    application.awaitParts(Cluster.WORKERS, 1 + (int) (moment * application.parts() / 4));
  }

  @Override
  public Verdict verdict() {
    try {
      var result = application.result();
      return result == Result.RIGHT ? Verdict.right() : failed(result, "Its result is " + result);
    } catch (AssertionError e) {
      return failed(Result.NONE, e.getMessage());
    }
  }

  private Verdict failed(Result result, String problem) {
    var lines = application.log().lines().toList();
    var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    return new Verdict(
        result,
        List.of("%s: %s%n%s".formatted(application.id(), problem, String.join("\n", last))));
  }

  @Override
  public Optional<DriverLog> log() {
    return Optional.of(DriverLog.of(application.logWithTimes()));
  }

  @Override
  public void close() {
    application.close();
  }
}

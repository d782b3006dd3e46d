package sparkstack.e2e.chaos;

import java.util.Optional;

/** No application: the workers have no executors. */
record NoRun() implements RunningApplication {
  @Override
  public void awaitMoment(double moment) {}

  @Override
  public Verdict verdict() {
    return Verdict.right();
  }

  @Override
  public Optional<DriverLog> log() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}

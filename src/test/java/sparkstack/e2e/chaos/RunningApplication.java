package sparkstack.e2e.chaos;

import java.time.Duration;
import java.util.Optional;

/** An application that runs while a fault happens. */
interface RunningApplication extends AutoCloseable {
  /**
   * Waits until it has all cores of the cluster, and for a moment after that.
   *
   * @param moment from 0, which is early, to 1, after which the longer part of the application is
   *     still to come
   */
  void awaitMoment(double moment) throws Exception;

  /** Waits until it has ended. */
  Verdict verdict() throws Exception;

  /** The driver's log; empty if the log does not outlive the fault. */
  Optional<DriverLog> log();

  /** The time from the new master's start until it freed the cores of a driver that is gone. */
  default Optional<Duration> freeCores() {
    return Optional.empty();
  }

  @Override
  void close();
}

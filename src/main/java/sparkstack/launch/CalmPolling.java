package sparkstack.launch;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Pauses the SDK between two polls.
 *
 * <p>After the program has defined its resources, the SDK polls until they are registered, and does
 * not pause between two polls ({@code DeploymentImpl.DefaultRunner}). Each poll formats every
 * outstanding task as a string, and starts a thread on a machine with one or two cores. A preview
 * spends a twentieth of its CPU time on polls; an update that waits for pods occupies a third of a
 * core. Each poll logs a message first, and the filter of the SDK's logger pauses at that message.
 */
public final class CalmPolling {
  /** A field, because the JVM forgets the filter of a logger that nothing refers to. */
  private static final Logger SDK =
      Logger.getLogger("com.pulumi.deployment.internal.DeploymentImpl");

  private static final String POLL = "Remaining tasks";

  /** The SDK sees a failed task this much later. */
  static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private CalmPolling() {}

  /**
   * Starts the pauses. Call it last in the function that defines the resources: the SDK sets the
   * level of its logger when it starts. No message is logged.
   */
  public static void start() {
    SDK.setFilter(CalmPolling::pauseAtPoll);
    SDK.setLevel(Level.FINEST);
  }

  private static boolean pauseAtPoll(LogRecord message) {
    if (message.getMessage().startsWith(POLL)) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return false;
  }
}

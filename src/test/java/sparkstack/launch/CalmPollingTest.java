package sparkstack.launch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.deployment.internal.EngineLogger;
import com.pulumi.deployment.internal.Runner;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests with the SDK's own runner, so that a new SDK with other messages fails the test. */
class CalmPollingTest {
  private static final int POLLS = 10;

  private final Logger logger = Logger.getLogger("com.pulumi.deployment.internal.DeploymentImpl");

  @AfterEach
  void forget() {
    logger.setFilter(null);
    logger.setLevel(null);
  }

  @Test
  @Timeout(60)
  void pausesTheSdkBetweenTwoPolls() throws Exception {
    CalmPolling.start();
    var task = new CompletableFuture<Void>();
    var polls = new AtomicInteger();
    var pause = logger.getFilter();
    logger.setFilter(
        message -> {
          assertFalse(pause.isLoggable(message), "nothing is logged");
          if (message.getMessage().startsWith("Remaining tasks")
              && polls.incrementAndGet() == POLLS) {
            task.complete(null);
          }
          return false;
        });
    var runner = sdkRunner();
    runner.registerTask("a resource", task);

    var start = System.nanoTime();
    runner.runAsync(() -> null).join();

    var perPoll = (System.nanoTime() - start) / polls.get();
    assertTrue(perPoll > CalmPolling.PAUSE_NANOS / 2, perPoll + " ns between two polls");
    assertTrue(polls.get() >= POLLS);
  }

  private Runner sdkRunner() throws ReflectiveOperationException {
    var constructor =
        Class.forName("com.pulumi.deployment.internal.DeploymentImpl$DefaultRunner")
            .getConstructor(Logger.class, EngineLogger.class);
    constructor.setAccessible(true);
    var noErrors =
        Proxy.newProxyInstance(
            EngineLogger.class.getClassLoader(),
            new Class<?>[] {EngineLogger.class},
            (proxy, method, arguments) -> false);
    return (Runner) constructor.newInstance(logger, noErrors);
  }
}

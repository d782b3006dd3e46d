package sparkstack.launch;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import java.util.logging.LogManager;
import sparkstack.SparkStack;

/** The program that {@code pulumi up} and {@code pulumi preview} run. */
public final class App {
  private App() {}

  public static void main(String[] arguments) throws InterruptedException {
    giveTheSdkThreads();
    // The SDK reports an error to Pulumi and also logs it. Pulumi would show the log as a second
    // error.
    LogManager.getLogManager().reset();
    var channels = EngineChannels.register();
    int exitCode = Pulumi.runAsync(App::define).join();
    channels.close();
    System.exit(exitCode);
  }

  private static void define(Context context) {
    SparkStack.define(context);
    CalmPolling.start();
  }

  /**
   * Gives the common pool more than one thread.
   *
   * <p>Since Java 25, {@code CompletableFuture} runs on the common pool even if the pool has only
   * one thread (JDK-8319447), as on two cores. The SDK polls on that thread until all work is done,
   * so no other task would ever run. {@code .mvn/jvm.config} sets the same for Maven, whose JVM may
   * have created its pool already.
   */
  private static void giveTheSdkThreads() {
    var threads = "java.util.concurrent.ForkJoinPool.common.parallelism";
    if (Runtime.version().feature() >= 25 && System.getProperty(threads) == null) {
      System.setProperty(threads, "4");
    }
  }
}

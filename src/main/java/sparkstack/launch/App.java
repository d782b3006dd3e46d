package sparkstack.launch;

import com.pulumi.Pulumi;
import java.util.logging.LogManager;
import sparkstack.SparkStack;

/** The program that {@code pulumi up} and {@code pulumi preview} run. */
public final class App {
  private App() {}

  public static void main(String[] arguments) throws InterruptedException {
    giveTheSdkThreads();
    // The SDK tells an error to Pulumi, and logs it too, which Pulumi would show a second time.
    LogManager.getLogManager().reset();
    var channels = EngineChannels.register();
    int exitCode = Pulumi.runAsync(SparkStack::define).join();
    channels.close();
    System.exit(exitCode);
  }

  /**
   * Since Java 25, {@code CompletableFuture} runs on the common pool even where that has one thread
   * (JDK-8319447), as on two cores. The SDK polls on it until all is done, so that nothing else
   * would ever run. With Maven, whose JVM may have its pool already, {@code .mvn/jvm.config} says
   * the same.
   */
  private static void giveTheSdkThreads() {
    var threads = "java.util.concurrent.ForkJoinPool.common.parallelism";
    if (Runtime.version().feature() >= 25 && System.getProperty(threads) == null) {
      System.setProperty(threads, "4");
    }
  }
}

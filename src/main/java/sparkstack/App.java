package sparkstack;

import com.pulumi.Pulumi;
import java.util.logging.LogManager;

/** The program that {@code pulumi up} and {@code pulumi preview} run. */
public final class App {
  private App() {}

  public static void main(String[] arguments) {
    // The SDK tells an error to Pulumi, and logs it too, which Pulumi would show a second time.
    LogManager.getLogManager().reset();
    Pulumi.run(SparkStack::define);
  }
}

package sparkstack;

import com.pulumi.Pulumi;

/** The program that {@code pulumi up} and {@code pulumi preview} run. */
public final class App {
  private App() {}

  public static void main(String[] arguments) {
    Pulumi.run(SparkStack::define);
  }
}

package sparkstack.bench.probe;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A Spark application that prints when its driver is ready, then runs a job and ends. */
public final class ReadyProbe {
  /** Prefix of the line on standard output; milliseconds since 1970 follow. */
  public static final String READY = "driver ready at ";

  private ReadyProbe() {}

  public static void main(String[] args) {
    try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("probe"))) {
      System.out.println(READY + System.currentTimeMillis());
      // Needs an executor, and so waits for one.
      if (context.parallelize(List.of(1, 2, 3), 1).count() != 3) {
        throw new IllegalStateException("Spark cannot count to three");
      }
    }
  }
}

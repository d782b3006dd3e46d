package sparkstack.examples.weather;

import org.apache.spark.sql.SparkSession;

/** Spark in the JVM of the tests, with two cores. Whoever opens a session closes it. */
final class LocalSpark {
  private LocalSpark() {}

  static SparkSession open() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("weather-test")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 4)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate();
  }
}

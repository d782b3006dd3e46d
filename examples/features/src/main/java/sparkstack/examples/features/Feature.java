package sparkstack.examples.features;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A part of Spark or of the Java runtime, and one use of it. */
record Feature(String name, Use use) {

  /** Throws if the feature does not work. */
  @FunctionalInterface
  interface Use {
    /**
     * Uses the feature.
     *
     * @param folder folder of the feature, which driver and executors share; does not exist yet
     */
    void with(SparkSession spark, Path folder) throws Exception;
  }
}

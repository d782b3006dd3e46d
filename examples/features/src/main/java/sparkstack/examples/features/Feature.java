package sparkstack.examples.features;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A part of Spark, or of the Java runtime, and one use of it. */
record Feature(String name, Use use) {

  /** Throws if the feature does not do what it should. */
  @FunctionalInterface
  interface Use {
    /**
     * Uses it.
     *
     * @param folder its own, which driver and executors share; not there yet
     */
    void with(SparkSession spark, Path folder) throws Exception;
  }
}

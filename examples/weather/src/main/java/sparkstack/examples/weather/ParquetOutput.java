package sparkstack.examples.weather;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Writes months as Parquet, and reads them back to detect lost rows. */
final class ParquetOutput {

  /**
   * A fixed number: adaptive execution would coalesce so few rows into one file, written by one
   * executor.
   */
  static final int FILES = 4;

  private ParquetOutput() {}

  /** Replaces the folder with files that each have a range of months, in order. */
  static void write(Dataset<Row> months, String folder) {
    months
        .repartitionByRange(FILES, col("year"), col("month"))
        .sortWithinPartitions("year", "month")
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder);
  }

  /**
   * Fails unless the folder has the expected number of rows. A folder that is private to each pod
   * loses the executors' files, and Spark's commit does not detect that.
   */
  static void verify(SparkSession spark, String folder, StructType schema, long expectedRows) {
    // Without any file, Spark could not infer a schema. With a given schema, the folder has 0 rows.
    long rows = spark.read().schema(schema).parquet(folder).count();
    if (rows != expectedRows) {
      throw new WeatherException(
          "wrote %d months to %s, but read %d back; do the driver and all workers share that folder?"
              .formatted(expectedRows, folder, rows));
    }
  }
}

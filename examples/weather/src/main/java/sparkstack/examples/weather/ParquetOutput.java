package sparkstack.examples.weather;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Writes months as Parquet, and reads them back to find out lost rows. */
final class ParquetOutput {

  /**
   * A fixed number, as adaptive execution would fold so few rows into one file, written by one
   * executor.
   */
  static final int FILES = 4;

  private ParquetOutput() {}

  /** Replaces the folder by files that each hold a range of months, in order. */
  static void write(Dataset<Row> months, String folder) {
    months
        .repartitionByRange(FILES, col("year"), col("month"))
        .sortWithinPartitions("year", "month")
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder);
  }

  /**
   * Fails unless the folder holds that many rows. A folder that is private to each pod loses the
   * files of the executors, and Spark's commit does not notice.
   */
  static void verify(SparkSession spark, String folder, StructType schema, long expectedRows) {
    // With no file left there is no schema to infer; given one, the folder just has 0 rows.
    long rows = spark.read().schema(schema).parquet(folder).count();
    if (rows != expectedRows) {
      throw new WeatherException(
          "wrote %d months to %s, but read %d back; do the driver and all workers share that folder?"
              .formatted(expectedRows, folder, rows));
    }
  }
}

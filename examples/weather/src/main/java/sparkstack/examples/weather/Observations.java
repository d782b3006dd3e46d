package sparkstack.examples.weather;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/**
 * Daily weather observations: one row per day with its date, precipitation (mm), highest and lowest
 * temperature (°C), wind (m/s) and a word for the weather.
 */
final class Observations {

  /** The observations in the jar: Seattle, 2012 to 2015. */
  static final String RESOURCE = "seattle-weather.csv";

  /**
   * Tenths of °C, mm and m/s, the resolution of the data; finer values are rounded. Sums of
   * decimals do not depend on the order in which tasks finish, so every run and every scale gives
   * the same digits.
   */
  private static final DecimalType TENTHS = DataTypes.createDecimalType(5, 1);

  private static final StructType SCHEMA =
      new StructType()
          .add("date", DataTypes.DateType)
          .add("precipitation", TENTHS)
          .add("temp_max", TENTHS)
          .add("temp_min", TENTHS)
          .add("wind", TENTHS)
          .add("weather", DataTypes.StringType);

  /** About half a second of work for one core: enough tasks to spread, each worth its start. */
  private static final int REPLICAS_PER_TASK = 1_000;

  private static final int MAX_REPLICATION_TASKS = 10_000;

  private Observations() {}

  /** Reads the observations of the input, or those in the jar if there is no input. */
  static Dataset<Row> read(SparkSession spark, Optional<String> input) {
    Dataset<Row> days =
        input
            .map(path -> csv(spark).csv(path))
            .orElseGet(() -> csv(spark).csv(spark.createDataset(bundled(), Encoders.STRING())));
    return days.select(
        required("date"),
        required("precipitation"),
        required("temp_max"),
        required("temp_min"),
        required("weather"));
  }

  /**
   * Repeats every observation {@code scale} times. The replicas are a distributed range, joined
   * with a broadcast of the observations, which are few: four years are 1461 rows.
   *
   * <p>The number of tasks depends on the scale, not on the cores of the cluster, because the first
   * executors may register only after the plan is made.
   */
  static Dataset<Row> replicate(Dataset<Row> observations, int scale) {
    int tasks = Math.min(MAX_REPLICATION_TASKS, 1 + (scale - 1) / REPLICAS_PER_TASK);
    return observations
        .sparkSession()
        .range(0, scale, 1, tasks)
        .crossJoin(broadcast(observations))
        .drop("id");
  }

  private static DataFrameReader csv(SparkSession spark) {
    return spark
        .read()
        .schema(SCHEMA)
        .option("header", true)
        // Compares the header with the schema, instead of relying on the order of the columns.
        .option("enforceSchema", false)
        // With pruning, Spark does not detect rows with too few or too many columns as malformed.
        .option("columnPruning", false)
        .option("dateFormat", "yyyy/MM/dd")
        .option("mode", "FAILFAST");
  }

  /** FAILFAST accepts empty fields, and means would silently ignore them. */
  private static Column required(String column) {
    Column error =
        raise_error(concat_ws(" ", lit("no value for " + column + " in the row of"), col("date")));
    return coalesce(col(column), error).as(column);
  }

  /**
   * The lines of the resource. The driver reads them, because only its class path certainly has the
   * jar.
   */
  private static List<String> bundled() {
    try (InputStream in = Observations.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

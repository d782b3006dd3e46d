package sparkstack.examples.weather;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.year;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The weather of each month, one row per year and month that has observations:
 *
 * <ul>
 *   <li>{@code days}, {@code rain_days}, {@code snow_days}: numbers of observations
 *   <li>{@code mean_max_c}, {@code mean_min_c}: means of the daily highest and lowest temperatures,
 *       °C, rounded half up to hundredths
 *   <li>{@code highest_c}, {@code lowest_c}: extreme temperatures, °C
 *   <li>{@code precipitation_mm}: total precipitation, mm
 * </ul>
 *
 * <p>Numbers of days and precipitation grow with the scale; means and extremes stay the same.
 */
final class MonthlySummary {

  /** A snow day is a day whose weather is {@code snow}, regardless of the amount. */
  private static final Column SNOW = col("weather").equalTo("snow");

  /**
   * A rain day is a day with any precipitation that is not a snow day. The word {@code rain} in the
   * data is not reliable: from April 2013 on, most wet days are {@code fog} or {@code sun}.
   */
  private static final Column RAIN = col("precipitation").gt(0).and(SNOW.unary_$bang());

  private MonthlySummary() {}

  /** Summarizes observations. The rows have no particular order. */
  static Dataset<Row> of(Dataset<Row> observations) {
    return observations
        .groupBy(year(col("date")).as("year"), month(col("date")).as("month"))
        .agg(
            count(lit(1)).as("days"),
            count_if(RAIN).as("rain_days"),
            count_if(SNOW).as("snow_days"),
            round(avg("temp_max"), 2).as("mean_max_c"),
            round(avg("temp_min"), 2).as("mean_min_c"),
            max("temp_max").as("highest_c"),
            min("temp_min").as("lowest_c"),
            sum("precipitation").as("precipitation_mm"))
        // Adaptive execution does not coalesce the 200 shuffle partitions of a persisted plan, so
        // every use of these few rows would run 200 tasks. This does not affect the work on the
        // observations.
        .coalesce(1);
  }
}

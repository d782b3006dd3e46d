package sparkstack.examples.weather;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Summarizes daily weather observations by month, prints them and writes them as Parquet. */
public final class Weather {

  private static final Logger LOG = LoggerFactory.getLogger(Weather.class);

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_ARGUMENTS = 2;

  private Weather() {}

  /** Exits with 1 if the job failed, and with 2 if the arguments are invalid. */
  public static void main(String[] args) {
    int status = run(args, () -> SparkSession.builder().appName("weather").getOrCreate());
    if (status != DONE) {
      System.exit(status);
    }
  }

  /** Returns the exit status. Creates the Spark session only for valid arguments, and closes it. */
  static int run(String[] args, Supplier<SparkSession> session) {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
    } catch (Arguments.UsageException e) {
      System.err.println("weather: " + e.getMessage());
      return BAD_ARGUMENTS;
    }
    String result;
    try (SparkSession spark = session.get()) {
      result = summarize(spark, arguments);
    } catch (Exception e) { // Spark throws checked exceptions that its methods don't declare.
      LOG.debug("The job failed", e);
      System.err.println("weather: failed: " + Reason.of(e));
      return FAILED;
    }
    System.out.println(result);
    return DONE;
  }

  /** Prints the table of months, writes it if requested, and returns a one-line summary. */
  private static String summarize(SparkSession spark, Arguments arguments) {
    Dataset<Row> observations = Observations.read(spark, arguments.input());
    // Persisted, so that the totals, the table and the files need only one computation.
    Dataset<Row> months =
        MonthlySummary.of(Observations.replicate(observations, arguments.scale())).persist();

    Row totals = months.agg(count(lit(1)), sum("days")).head();
    int monthCount = Math.toIntExact(totals.getLong(0));
    if (monthCount == 0) {
      throw new WeatherException(
          "no observations in " + arguments.input().orElse(Observations.RESOURCE));
    }
    months.orderBy("year", "month").show(monthCount, false);
    arguments.output().ifPresent(folder -> write(months, folder, monthCount));

    return "weather: %d months from %d days, scale %d, %s"
        .formatted(
            monthCount,
            totals.getLong(1) / arguments.scale(),
            arguments.scale(),
            arguments.output().map(folder -> "written to " + folder).orElse("not written"));
  }

  private static void write(Dataset<Row> months, String folder, int monthCount) {
    ParquetOutput.write(months, folder);
    ParquetOutput.verify(months.sparkSession(), folder, months.schema(), monthCount);
  }
}

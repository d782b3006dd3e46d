package sparkstack.examples.weather;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DecimalType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares with {@code expected-months.csv}. The script {@code expected_months.py} beside it
 * computed the file from the same observations in plain Python, without Spark.
 */
class MonthlySummaryTest {

  private static SparkSession spark;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.open();
  }

  @AfterAll
  static void closeSpark() throws IOException {
    spark.close();
  }

  @Test
  void everyMonthHasTheNumbersThatPythonFinds() throws IOException {
    List<String> months = months(1).stream().map(row -> row.mkString(",")).toList();

    assertEquals(48, months.size());
    assertEquals(expectedMonths(), months);
  }

  @Test
  void theFourYearsAddUp() {
    List<Row> months = months(1);

    assertEquals(1461, total(months, "days"));
    assertEquals(600, total(months, "rain_days"));
    assertEquals(23, total(months, "snow_days"));
    assertEquals(
        new BigDecimal("4426.0"),
        months.stream().map(m -> decimal(m, "precipitation_mm")).reduce(BigDecimal::add).get());
  }

  @Test
  void scaleMultipliesDaysAndPrecipitationAndKeepsMeansAndExtremes() {
    List<Row> once = months(1);
    List<Row> thrice = months(3);

    assertEquals(once.size(), thrice.size());
    for (int i = 0; i < once.size(); i++) {
      for (String column : List.of("days", "rain_days", "snow_days")) {
        assertEquals(3 * once.get(i).<Long>getAs(column), thrice.get(i).<Long>getAs(column));
      }
      assertEquals(
          decimal(once.get(i), "precipitation_mm").multiply(BigDecimal.valueOf(3)),
          decimal(thrice.get(i), "precipitation_mm"));
      for (String column : List.of("mean_max_c", "mean_min_c", "highest_c", "lowest_c")) {
        assertEquals(decimal(once.get(i), column), decimal(thrice.get(i), column));
      }
    }
  }

  @Test
  void aLargeScaleIsManyTasks() {
    Dataset<Row> observations = Observations.read(spark, Optional.empty());

    assertEquals(25, Observations.replicate(observations, 24_001).toJavaRDD().getNumPartitions());
  }

  @Test
  void theLargestScaleOverflowsNoTotal() {
    // The wettest month that the column types allow.
    BigDecimal month = new BigDecimal("9999.9").multiply(BigDecimal.valueOf(31));
    Dataset<Row> months = MonthlySummary.of(Observations.read(spark, Optional.empty()));
    DecimalType type = (DecimalType) months.schema().apply("precipitation_mm").dataType();

    BigDecimal total = month.multiply(BigDecimal.valueOf(Arguments.MAX_SCALE));

    assertTrue(total.precision() <= type.precision());
  }

  private static List<Row> months(int scale) {
    Dataset<Row> observations = Observations.read(spark, Optional.empty());
    return MonthlySummary.of(Observations.replicate(observations, scale))
        .orderBy("year", "month")
        .collectAsList();
  }

  private static List<String> expectedMonths() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                MonthlySummaryTest.class.getResourceAsStream("expected-months.csv"),
                StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).toList();
    }
  }

  private static long total(List<Row> months, String column) {
    return months.stream().mapToLong(month -> month.<Long>getAs(column)).sum();
  }

  private static BigDecimal decimal(Row row, String column) {
    return row.getAs(column);
  }
}

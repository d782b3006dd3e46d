package sparkstack.examples.weather;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetOutputTest {

  private static SparkSession spark;
  private static Dataset<Row> months;

  @TempDir Path temp;
  private Path folder;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.open();
    months = MonthlySummary.of(Observations.read(spark, Optional.empty())).persist();
  }

  @AfterAll
  static void closeSpark() throws IOException {
    spark.close();
  }

  @BeforeEach
  void write() {
    folder = temp.resolve("months");
    ParquetOutput.write(months, folder.toString());
  }

  @Test
  void whatIsReadBackIsWhatWasComputed() {
    assertEquals(
        months.orderBy("year", "month").collectAsList(),
        spark.read().parquet(folder.toString()).orderBy("year", "month").collectAsList());
    assertDoesNotThrow(() -> verify(48));
  }

  @Test
  void theMonthsAreSpreadOverSeveralFiles() throws IOException {
    List<Long> rows = partFiles().stream().map(f -> spark.read().parquet(f + "").count()).toList();

    assertEquals(List.of(12L, 12L, 12L, 12L), rows);
  }

  @Test
  void writingAgainReplaces() throws IOException {
    ParquetOutput.write(months, folder.toString());

    assertEquals(ParquetOutput.FILES, partFiles().size());
    assertDoesNotThrow(() -> verify(48));
  }

  @Test
  void aLostFileIsFoundOut() throws IOException {
    Files.delete(partFiles().get(0));

    WeatherException e = assertThrows(WeatherException.class, () -> verify(48));
    assertEquals(
        "wrote 48 months to "
            + folder
            + ", but read 36 back; do the driver and all workers share that folder?",
        e.getMessage());
  }

  @Test
  void theLossOfAllFilesIsFoundOut() throws IOException {
    for (Path file : partFiles()) {
      Files.delete(file);
    }

    assertThrows(WeatherException.class, () -> verify(48));
  }

  private void verify(long rows) {
    ParquetOutput.verify(spark, folder.toString(), months.schema(), rows);
  }

  private List<Path> partFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".parquet")).toList();
    }
  }
}

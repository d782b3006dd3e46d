package sparkstack.examples.features;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares results with the expected values. */
final class Check {

  private Check() {}

  static void equal(Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError("expected " + expected + ", got " + actual);
    }
  }

  static void near(double expected, double actual) {
    if (!(Math.abs(expected - actual) < 1e-6)) {
      throw new AssertionError("expected " + expected + ", got " + actual);
    }
  }

  static void that(boolean truth, String what) {
    if (!truth) {
      throw new AssertionError("check failed: " + what);
    }
  }

  /** Compares each row, as its values separated by blanks, in order. */
  static void rows(Dataset<Row> dataset, String... expected) {
    equal(
        List.of(expected), dataset.collectAsList().stream().map(row -> row.mkString(" ")).toList());
  }
}

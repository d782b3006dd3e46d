package sparkstack.examples.features;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spark SQL, and the libraries behind its functions. */
final class Sql {

  private Sql() {}

  static void joinsAggregatesAndWindows(SparkSession spark, Path folder) {
    Check.rows(
        spark.sql(
            """
            SELECT name, sum(amount), rank() OVER (ORDER BY sum(amount) DESC) AS place
            FROM VALUES (1, 'ann'), (2, 'bob') AS customers (id, name)
            JOIN VALUES (1, 10), (1, 5), (2, 7) AS orders (customer, amount) ON id = customer
            GROUP BY name
            ORDER BY place
            """),
        "ann 15 1",
        "bob 7 2");
  }

  /** Uses ICU. */
  static void collation(SparkSession spark, Path folder) {
    Check.rows(
        spark.sql(
            """
            SELECT word FROM VALUES ('zebra'), ('Äpfel'), ('apfel') AS words (word)
            ORDER BY word COLLATE de
            """),
        "apfel",
        "Äpfel",
        "zebra");
    Check.rows(spark.sql("SELECT 'STRASSE' COLLATE de_CI = 'strasse'"), "true");
  }

  static void variant(SparkSession spark, Path folder) {
    Check.rows(
        spark.sql("SELECT variant_get(parse_json('{\"a\": [1, 2]}'), '$.a[1]', 'int')"), "2");
  }

  /** Sketches of few values are exact. */
  static void sketches(SparkSession spark, Path folder) {
    Check.rows(
        spark.sql("SELECT hll_sketch_estimate(hll_sketch_agg(id)) FROM range(0, 100, 1, 2)"),
        "100");
    var filter = spark.range(100).stat().bloomFilter("id", 100, 0.01);
    Check.that(filter.mightContainLong(7), "7 is in 0 to 99");
  }

  /** A bean. java.beans discovers its properties. */
  public static final class Pair {
    private String key;
    private int value;

    public String getKey() {
      return key;
    }

    public void setKey(String key) {
      this.key = key;
    }

    public int getValue() {
      return value;
    }

    public void setValue(int value) {
      this.value = value;
    }
  }

  static void beans(SparkSession spark, Path folder) {
    var pair = new Pair();
    pair.setKey("a");
    pair.setValue(1);
    var pairs = spark.createDataset(List.of(pair), Encoders.bean(Pair.class));
    Check.equal("a", pairs.repartition(2).collectAsList().get(0).getKey());
    Check.rows(pairs.toDF(), "a 1");
  }

  static void monthsInPolish(SparkSession spark, Path folder) {
    Check.rows(
        spark.sql(
            """
            SELECT to_csv(struct(day), map('dateFormat', 'd MMMM', 'locale', 'pl'))
            FROM VALUES (DATE '2020-01-31') AS days (day)
            """),
        "31 stycznia");
  }

  /** Spark Connect and Python get their rows in this format. */
  static void arrow(SparkSession spark, Path folder) {
    var rows = (org.apache.spark.sql.classic.Dataset<Row>) spark.range(0, 100, 1, 2).toDF();
    Check.equal(2L, rows.toArrowBatchRdd().count());
  }
}

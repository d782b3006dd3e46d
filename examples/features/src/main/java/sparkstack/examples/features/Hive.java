package sparkstack.examples.features;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.apache.spark.sql.SparkSession;

/** Hive: its metastore, file formats, functions, and its server and client. */
final class Hive {

  private static final int SERVER_PORT = 10_000;

  private Hive() {}

  static void partitionedTable(SparkSession spark, Path folder) {
    spark.sql(
        """
        CREATE TABLE words (word STRING) PARTITIONED BY (language STRING)
        ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde' STORED AS TEXTFILE
        """);
    spark.sql("INSERT INTO words PARTITION (language = 'en') VALUES ('apple'), ('pear')");
    spark.sql("CREATE TABLE copied STORED AS ORC AS SELECT * FROM words");
    spark.sql(
        "CREATE TEMPORARY FUNCTION hive_upper AS"
            + " 'org.apache.hadoop.hive.ql.udf.generic.GenericUDFUpper'");
    for (var table : new String[] {"words", "copied"}) {
      Check.rows(
          spark.sql("SELECT hive_upper(word), language FROM %s ORDER BY word".formatted(table)),
          "APPLE en",
          "PEAR en");
    }
    Check.rows(spark.sql("SHOW PARTITIONS words"), "language=en");
  }

  /** Uses reflection: the class is in the image, and not needed for compilation. */
  static void thriftServer(SparkSession spark, Path folder) throws Exception {
    var server =
        Class.forName("org.apache.spark.sql.hive.thriftserver.HiveThriftServer2")
            .getMethod("startWithSparkSession", SparkSession.class, boolean.class)
            .invoke(null, spark, false);
    try {
      Check.equal(42, answerToJdbc());
    } finally {
      server.getClass().getMethod("stop").invoke(server);
    }
  }

  private static int answerToJdbc() throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:hive2://localhost:" + SERVER_PORT, "features", "");
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT 40 + 2")) {
      result.next();
      return result.getInt(1);
    }
  }
}

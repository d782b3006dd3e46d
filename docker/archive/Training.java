import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.rank;

import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;

/**
 * Uses the features of Spark that most applications use, so that their classes are in the
 * class-data archive: {@code Training FOLDER}. Driver and executors share the folder.
 */
public final class Training {
  private static final int ROWS = 1_000;

  public static void main(String[] arguments) throws IOException {
    var folder = arguments[0];
    try (var spark = SparkSession.builder().appName("training").getOrCreate()) {
      rdd(new JavaSparkContext(spark.sparkContext()));
      files(spark, folder);
      queries(spark, folder);
    }
  }

  private static void rdd(JavaSparkContext context) {
    var sums = context.parallelize(List.of(1, 2, 3, 4), 2).keyBy(n -> n % 2).reduceByKey(Integer::sum);
    require(sums.collect().size() == 2);
  }

  private static void files(SparkSession spark, String folder) {
    spark
        .range(ROWS)
        .selectExpr("id", "id % 7 AS day", "id / 3 AS value", "date_add(DATE'2020-01-01', int(id)) AS date", "concat('name ', id) AS name")
        .write()
        .mode(SaveMode.Overwrite)
        .option("header", true)
        .csv(folder + "/csv");
    spark
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(folder + "/csv")
        .repartition(2)
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy("day")
        .parquet(folder + "/parquet");
    spark.read().parquet(folder + "/parquet").limit(10).write().mode(SaveMode.Overwrite).json(folder + "/json");
  }

  private static void queries(SparkSession spark, String folder) {
    var rows = spark.read().parquet(folder + "/parquet");
    rows.createOrReplaceTempView("rows");
    var days = rows.groupBy("day").agg(count("*"), avg("value"), max("date")).orderBy("day");
    days.show();
    require(days.count() == 7);
    rows.withColumn("rank", rank().over(Window.partitionBy("day").orderBy(col("value").desc())))
        .filter("rank <= 3")
        .join(days, "day")
        .cache()
        .show();
    spark.sql("SELECT year(date), month(date), sum(value) FROM rows WHERE name LIKE 'name%' GROUP BY 1, 2 ORDER BY 1, 2").show();
  }

  private static void require(boolean held) {
    if (!held) {
      throw new IllegalStateException("A result is wrong: this Spark does not work, so no archive is created from it");
    }
  }
}

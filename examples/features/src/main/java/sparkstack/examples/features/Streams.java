package sparkstack.examples.features;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.streaming.Duration;
import org.apache.spark.streaming.api.java.JavaStreamingContext;

/** Streams that end. */
final class Streams {

  private static final int LIMIT_S = 60;

  private Streams() {}

  /** Counts lines with the state in RocksDB, stops, and continues the count from the checkpoint. */
  static void structured(SparkSession spark, Path folder) throws Exception {
    var session = spark.newSession();
    session
        .conf()
        .set(
            "spark.sql.streaming.stateStore.providerClass",
            "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider");
    var input = Files.createDirectories(folder.resolve("input"));
    Files.writeString(input.resolve("1.txt"), "a\nb\na\n");
    countLines(session, folder);
    Files.writeString(input.resolve("2.txt"), "a\nc\n");
    countLines(session, folder);
    Check.rows(session.sql("SELECT * FROM line_counts ORDER BY value"), "a 3", "b 1", "c 1");
  }

  private static void countLines(SparkSession session, Path folder) throws Exception {
    var query =
        session
            .readStream()
            .text(folder.resolve("input").toString())
            .groupBy("value")
            .count()
            .writeStream()
            .format("memory")
            .queryName("line_counts")
            .outputMode("complete")
            .option("checkpointLocation", folder.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    Check.that(query.awaitTermination(LIMIT_S * 1000L), "ended after " + LIMIT_S + " s");
  }

  @SuppressWarnings("deprecation") // DStreams are deprecated, but applications still use them.
  static void discretized(SparkSession spark, Path folder)
      throws InterruptedException, IOException {
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var streaming = new JavaStreamingContext(context, new Duration(200));
    Queue<JavaRDD<Integer>> batches =
        new LinkedList<>(List.of(context.parallelize(List.of(1, 2, 3), 1)));
    var seen = new CountDownLatch(1);
    streaming
        .queueStream(batches)
        .foreachRDD(
            batch -> {
              if (batch.collect().equals(List.of(1, 2, 3))) {
                seen.countDown();
              }
            });
    streaming.start();
    try {
      Check.that(seen.await(LIMIT_S, TimeUnit.SECONDS), "a batch within " + LIMIT_S + " s");
    } finally {
      streaming.stop(false);
    }
  }
}

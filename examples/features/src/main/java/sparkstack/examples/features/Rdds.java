package sparkstack.examples.features;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.io.compress.GzipCodec;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** RDDs, and how Spark writes their blocks. */
final class Rdds {

  private Rdds() {}

  static void shuffleSortAndSave(SparkSession spark, Path folder) {
    var context = context(spark);
    numbers(context)
        .mapToPair(number -> new Tuple2<>(number % 3, number))
        .reduceByKey(Integer::sum)
        .map(pair -> pair._1() + "=" + pair._2())
        .sortBy(line -> line, false, 2)
        .saveAsTextFile(folder.toString(), GzipCodec.class);
    Check.equal(
        List.of("2=1650", "1=1617", "0=1683"), context.textFile(folder + "/*.gz").collect());
  }

  /** Java's own serialization would refuse this class. */
  static final class NotSerializable {
    final int value = 7;
  }

  static void kryo(SparkSession spark, Path folder) {
    var context = context(spark);
    var broadcast = context.broadcast(new NotSerializable());
    var sum = numbers(context).map(number -> broadcast.value().value).reduce(Integer::sum);
    Check.equal(700, sum);
  }

  /** The session's settings encrypt the blocks on disk. */
  static void checkpointAndEncryptedDisk(SparkSession spark, Path folder) {
    var context = context(spark);
    context.setCheckpointDir(folder.toString());
    var squares =
        numbers(context).map(number -> number * number).persist(StorageLevel.DISK_ONLY_2());
    squares.checkpoint();
    Check.equal(100L, squares.count());
    Check.that(squares.isCheckpointed(), "checkpointed");
    Check.equal(328350, squares.reduce(Integer::sum));
    squares.unpersist();
  }

  static void approximateDistinct(SparkSession spark, Path folder) {
    Check.equal(100L, numbers(context(spark)).countApproxDistinct(0.001));
  }

  /** Runs in a task, because an executor loads its own native libraries. */
  static void codecs(SparkSession spark, Path folder) {
    var codecs = List.of("lz4", "lzf", "snappy", "zstd");
    Check.equal(codecs, context(spark).parallelize(codecs, 1).map(Rdds::roundTrip).collect());
  }

  private static String roundTrip(String name) throws IOException {
    var codec = CompressionCodec.createCodec(new SparkConf(), name);
    var compressed = new ByteArrayOutputStream();
    try (var out = codec.compressedOutputStream(compressed)) {
      out.write(name.getBytes(StandardCharsets.UTF_8));
    }
    try (var in = codec.compressedInputStream(new ByteArrayInputStream(compressed.toByteArray()))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JavaRDD<Integer> numbers(JavaSparkContext context) {
    return context.parallelize(IntStream.range(0, 100).boxed().toList(), 2);
  }

  private static JavaSparkContext context(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}

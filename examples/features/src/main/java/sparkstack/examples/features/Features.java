package sparkstack.examples.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Uses each part of Spark once and checks the results. An image that lacks a jar, a native library
 * or a Java module fails here, with the name of the feature.
 *
 * <p>Argument: a new folder, which driver and executors share.
 */
public final class Features {

  private static final List<Feature> FEATURES =
      List.of(
          new Feature("sql", Sql::joinsAggregatesAndWindows),
          new Feature("sql-collation", Sql::collation),
          new Feature("sql-variant", Sql::variant),
          new Feature("sql-sketches", Sql::sketches),
          new Feature("sql-beans", Sql::beans),
          new Feature("sql-locale", Sql::monthsInPolish),
          new Feature("sql-arrow", Sql::arrow),
          new Feature("rdd", Rdds::shuffleSortAndSave),
          new Feature("rdd-kryo", Rdds::kryo),
          new Feature("rdd-checkpoint", Rdds::checkpointAndEncryptedDisk),
          new Feature("rdd-distinct", Rdds::approximateDistinct),
          new Feature("io-codecs", Rdds::codecs),
          new Feature("csv", FileFormats::csv),
          new Feature("json", FileFormats::json),
          new Feature("xml", FileFormats::xml),
          new Feature("parquet", FileFormats::parquet),
          new Feature("orc", FileFormats::orc),
          new Feature("avro", FileFormats::avro),
          new Feature("images", FileFormats::images),
          new Feature("structured-streaming", Streams::structured),
          new Feature("dstreams", Streams::discretized),
          new Feature("mllib-regression", Learning::linearRegression),
          new Feature("mllib-kmeans", Learning::kMeans),
          new Feature("mllib-pca", Learning::principalComponents),
          new Feature("mllib-svd", Learning::singularValues),
          new Feature("mllib-dct", Learning::cosineTransform),
          new Feature("mllib-vectorized", Learning::vectorizedBlas),
          new Feature("graphx", Graphs::connectedComponents),
          new Feature("hive", Hive::partitionedTable),
          new Feature("hive-thrift-server", Hive::thriftServer),
          new Feature("connect-server", Servers::connect),
          new Feature("ui", Servers::ui),
          new Feature("network-natives", Servers::nettyNatives),
          new Feature("network-crypto", Servers::encryptedRpc),
          new Feature("kvstore-rocksdb", Stores::rocksDb),
          new Feature("kvstore-leveldb", Stores::levelDb),
          new Feature("zookeeper", Stores::zooKeeper),
          new Feature("ivy", Libraries::ivy),
          new Feature("log-json", Libraries::jsonLog),
          new Feature("metrics-jmx", Libraries::jmxMetrics),
          new Feature("metrics-graphite", Libraries::graphite),
          new Feature("java-jdbc", JavaRuntime::jdbc),
          new Feature("java-kerberos", JavaRuntime::kerberos),
          new Feature("java-tls", JavaRuntime::tls),
          new Feature("java-charsets", JavaRuntime::charsets),
          new Feature("java-zipfs", JavaRuntime::zipFileSystem));

  private Features() {}

  /** Exits with 1 if a feature failed, and with 2 without a folder. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: features FOLDER");
      System.exit(2);
    }
    var folder = Path.of(args[0]).toAbsolutePath();
    int failed;
    try (SparkSession spark = session(folder)) {
      failed = useAll(spark, folder);
    }
    // In one write: otherwise a line of the log could come between.
    System.out.println("features: %d ok, %d failed".formatted(FEATURES.size() - failed, failed));
    // Always exits explicitly: a server that a failed feature left running would keep the JVM
    // alive.
    System.exit(failed == 0 ? 0 : 1);
  }

  /** Uses other codecs, serializer and encryption than the defaults, as applications can. */
  private static SparkSession session(Path folder) {
    System.setProperty("derby.stream.error.file", folder.resolve("derby.log").toString());
    return SparkSession.builder()
        .appName("features")
        .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
        .config("spark.io.compression.codec", "zstd")
        .config("spark.checkpoint.compress", true)
        .config("spark.io.encryption.enabled", true)
        .config("spark.metrics.conf.driver.sink.jmx.class", "org.apache.spark.metrics.sink.JmxSink")
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
        .config(
            "spark.hadoop.javax.jdo.option.ConnectionURL",
            "jdbc:derby:;databaseName=%s;create=true".formatted(folder.resolve("metastore")))
        .enableHiveSupport()
        .getOrCreate();
  }

  private static int useAll(SparkSession spark, Path folder) {
    var failures = new ArrayList<String>();
    for (var feature : FEATURES) {
      try {
        feature.use().with(spark, folder.resolve(feature.name()));
        System.out.println("ok " + feature.name());
      } catch (Throwable e) { // A missing class is an Error, such as NoClassDefFoundError.
        failures.add("FAILED %s: %s".formatted(feature.name(), Reason.of(e)));
      }
    }
    failures.forEach(System.err::println);
    return failures.size();
  }
}

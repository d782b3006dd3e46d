package sparkstack.examples.features;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.xml.XSDToSchema;

/** Writes files and reads them back, with each compression codec. */
final class FileFormats {

  private FileFormats() {}

  static void csv(SparkSession spark, Path folder) {
    checkText(spark, "csv", folder, Map.of("header", "true"));
  }

  static void json(SparkSession spark, Path folder) {
    checkText(spark, "json", folder, Map.of());
  }

  static void xml(SparkSession spark, Path folder) {
    checkText(spark, "xml", folder, Map.of("rowTag", "row"));
    var schema =
        XSDToSchema.read(
            """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
              <xs:element name="id" type="xs:long"/>
            </xs:schema>
            """);
    Check.equal("id BIGINT NOT NULL", schema.toDDL());
  }

  static void parquet(SparkSession spark, Path folder) {
    checkBinary(
        spark, "parquet", folder, List.of("uncompressed", "gzip", "lz4_raw", "snappy", "zstd"));
  }

  static void orc(SparkSession spark, Path folder) {
    checkBinary(spark, "orc", folder, List.of("none", "zlib", "lz4", "lzo", "snappy", "zstd"));
  }

  static void avro(SparkSession spark, Path folder) {
    checkBinary(
        spark,
        "avro",
        folder,
        List.of("uncompressed", "bzip2", "deflate", "snappy", "xz", "zstandard"));
  }

  static void images(SparkSession spark, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (var format : List.of("jpg", "png")) {
      var image = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
      ImageIO.write(image, format, folder.resolve("black." + format).toFile());
    }
    Check.rows(
        spark.read().format("image").load(folder.toString()).select("image.width", "image.height"),
        "16 8",
        "16 8");
  }

  private static void checkText(
      SparkSession spark, String format, Path folder, Map<String, String> options) {
    rows(spark)
        .write()
        .format(format)
        .options(options)
        .option("compression", "gzip")
        .save(folder.toString());
    var back =
        spark
            .read()
            .format(format)
            .options(options)
            .option("inferSchema", true)
            .load(folder.toString());
    Check.rows(back.selectExpr("sum(id)", "max(name)"), "4950 n99");
  }

  private static void checkBinary(
      SparkSession spark, String format, Path folder, List<String> codecs) {
    var rows = rows(spark).selectExpr("id", "name", "array(id) AS ids", "map(name, id) AS by_name");
    var paths = codecs.stream().map(codec -> folder.resolve(codec).toString()).toList();
    for (int i = 0; i < codecs.size(); i++) {
      rows.write().format(format).option("compression", codecs.get(i)).save(paths.get(i));
    }
    var sums =
        spark
            .read()
            .format(format)
            .load(paths.toArray(String[]::new))
            .selectExpr("sum(id)", "max(name)", "sum(ids[0])", "sum(by_name['n7'])");
    var n = codecs.size();
    Check.rows(sums, "%d n99 %d %d".formatted(n * 4950, n * 4950, n * 7));
  }

  private static Dataset<Row> rows(SparkSession spark) {
    return spark.range(0, 100, 1, 1).selectExpr("id", "concat('n', id) AS name");
  }
}

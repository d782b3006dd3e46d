package sparkstack.examples.features;

import dev.ludovic.netlib.blas.JavaBLAS;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.feature.DCT;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** MLlib, with problems that have known results. */
final class Learning {

  private Learning() {}

  /** Uses normal equations, which LAPACK solves. Saves the model and loads it. */
  static void linearRegression(SparkSession spark, Path folder) throws Exception {
    var points =
        features(
            spark
                .range(20)
                .selectExpr("id AS x", "id % 5 AS y", "2 * id - 3 * (id % 5) + 1 AS label"));
    new LinearRegression().setSolver("normal").fit(points).write().save(folder.toString());
    var model = LinearRegressionModel.load(folder.toString());
    Check.near(2, model.coefficients().apply(0));
    Check.near(-3, model.coefficients().apply(1));
    Check.near(1, model.intercept());
  }

  static void kMeans(SparkSession spark, Path folder) {
    var points = features(spark.range(20).selectExpr("id % 2 * 100 AS x", "id % 2 * 50 AS y"));
    var model = new KMeans().setK(2).setSeed(1).fit(points);
    Check.equal(
        List.of(Vectors.dense(0, 0), Vectors.dense(100, 50)),
        List.of(model.clusterCenters()).stream()
            .sorted((a, b) -> Double.compare(a.apply(0), b.apply(0)))
            .toList());
  }

  /**
   * Uses Breeze's decomposition. The points of a line have all of their variance along the line.
   */
  static void principalComponents(SparkSession spark, Path folder) {
    var line = features(spark.range(20).selectExpr("id AS x", "2 * id AS y"));
    var model = new PCA().setInputCol("features").setK(2).fit(line);
    Check.near(1, model.explainedVariance().apply(0));
  }

  /** Uses ARPACK, because the matrix is wide compared with the two requested values. */
  static void singularValues(SparkSession spark, Path folder) {
    var rows =
        IntStream.rangeClosed(1, 9)
            .mapToObj(
                i ->
                    org.apache.spark.mllib.linalg.Vectors.sparse(
                        9, new int[] {i - 1}, new double[] {i}))
            .toList();
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var values = new RowMatrix(context.parallelize(rows, 2).rdd()).computeSVD(2, false, 1e-9).s();
    Check.near(9, values.apply(0));
    Check.near(8, values.apply(1));
  }

  /** Uses JTransforms. */
  static void cosineTransform(SparkSession spark, Path folder) {
    var ones = features(spark.range(1).selectExpr("1 AS x", "1 AS y"));
    Vector transformed =
        new DCT()
            .setInputCol("features")
            .setOutputCol("transformed")
            .transform(ones)
            .select("transformed")
            .head()
            .getAs(0);
    Check.near(Math.sqrt(2), transformed.apply(0));
    Check.near(0, transformed.apply(1));
  }

  /** Driver and executor use the incubating module that Spark opens for them. */
  static void vectorizedBlas(SparkSession spark, Path folder) {
    Check.equal("VectorBLAS", blas());
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Check.equal(
        List.of("VectorBLAS"), context.parallelize(List.of(1), 1).map(one -> blas()).collect());
  }

  private static String blas() {
    var blas = JavaBLAS.getInstance();
    var ones = new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1};
    Check.near(9, blas.ddot(ones.length, ones, 1, ones, 1));
    return blas.getClass().getSimpleName();
  }

  private static Dataset<Row> features(Dataset<Row> points) {
    return new VectorAssembler()
        .setInputCols(new String[] {"x", "y"})
        .setOutputCol("features")
        .transform(points);
  }
}

package sparkstack.examples.features;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.graphx.Edge;
import org.apache.spark.graphx.Graph;
import org.apache.spark.graphx.lib.ConnectedComponents;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** GraphX. */
final class Graphs {

  private static final ClassTag<Integer> INTEGER = ClassTag$.MODULE$.apply(Integer.class);

  private Graphs() {}

  /** Assigns to each vertex the lowest number in its component. */
  static void connectedComponents(SparkSession spark, Path folder) {
    var edges = List.of(new Edge<>(1, 2, 0), new Edge<>(2, 3, 0), new Edge<>(8, 9, 0));
    var memory = StorageLevel.MEMORY_ONLY();
    var graph =
        Graph.fromEdges(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(edges, 2).rdd(),
            0,
            memory,
            memory,
            INTEGER,
            INTEGER);
    var components =
        ConnectedComponents.run(graph, INTEGER, INTEGER)
            .vertices()
            .toJavaRDD()
            .mapToPair(vertex -> new Tuple2<>(vertex._1(), vertex._2()))
            .collectAsMap();
    Check.equal(
        Map.<Object, Object>of(1L, 1L, 2L, 1L, 3L, 1L, 8L, 8L, 9L, 8L), Map.copyOf(components));
  }
}

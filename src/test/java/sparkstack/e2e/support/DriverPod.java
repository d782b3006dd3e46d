package sparkstack.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A pod like that of the stack's Job, in which tests run their own programs.
 *
 * @param labels those by which the cluster's NetworkPolicies know a driver
 * @param spec spec whose first container is the driver
 */
public record DriverPod(Map<String, String> labels, PodSpec spec) {
  /** Without the Job's own labels, or it would adopt the pod. */
  static DriverPod of(PodTemplateSpec template) {
    var labels = new TreeMap<>(template.getMetadata().getLabels());
    labels.keySet().removeIf(it -> !it.startsWith("app.kubernetes.io/"));
    return new DriverPod(labels, template.getSpec());
  }

  /** The same pod with another image. */
  public DriverPod withImage(String image) {
    return new DriverPod(
        labels,
        new PodSpecBuilder(spec).editFirstContainer().withImage(image).endContainer().build());
  }

  /** The same pod with another command for the image's entrypoint. */
  public DriverPod withArgs(List<String> args) {
    return new DriverPod(
        labels,
        new PodSpecBuilder(spec).editFirstContainer().withArgs(args).endContainer().build());
  }

  /** The same pod with SQL statements in place of the application. */
  public DriverPod withStatements(String statements, String... conf) {
    var args = new ArrayList<>(submitSql(conf));
    args.addAll(List.of("-e", statements));
    return withArgs(args);
  }

  /**
   * The command that starts Spark's SQL shell as the driver. Its next arguments are the shell's.
   *
   * @param conf more arguments of spark-submit
   */
  List<String> submitSql(String... conf) {
    var submit = spec.getContainers().get(0).getArgs();
    var application =
        IntStream.range(0, submit.size())
            .filter(index -> submit.get(index).startsWith("local://"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("No application in " + submit));
    var arguments = new ArrayList<>(submit.subList(0, application));
    arguments.set(
        arguments.indexOf("--class") + 1,
        "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver");
    arguments.addAll(List.of(conf));
    arguments.addAll(
        List.of(
            "--conf",
            "spark.sql.catalogImplementation=in-memory",
            "--conf",
            "spark.sql.warehouse.dir=/tmp/warehouse",
            "spark-internal"));
    return arguments;
  }

  public Pod named(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels(labels)
        .endMetadata()
        .withSpec(spec)
        .build();
  }
}

package sparkstack.e2e.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;

/** A stack that faults damage one after the other. Each worker has one core and one executor. */
final class Cluster {
  static final int WORKERS = 4;
  static final int SCRATCH_MEBIBYTES = 256;
  static final Duration DECOMMISSION = Duration.ofMinutes(2);

  /** A label of this stack's pods only. */
  static final String LABEL = "e2e-chaos";

  private static final String FIRST_LEVEL = "info";

  /** How long a cluster may take to repair itself. Then somebody has to help. */
  private static final Duration REPAIR = Duration.ofMinutes(5);

  private final TestStack stack;
  private final String uiUrl;

  /** The log level of each role that was edited. */
  private final Map<String, String> logLevels = new HashMap<>();

  private Cluster(TestStack stack, String uiUrl) {
    this.stack = stack;
    this.uiUrl = uiUrl;
  }

  /** Creates the stack, and runs its application once. */
  static Cluster create(Scenario scenario, String name) throws Exception {
    var stack =
        scenario
            .stack(name)
            .set("workerReplicas", WORKERS)
            .set("workerCores", 1)
            .set("workerStorage", SCRATCH_MEBIBYTES + "Mi")
            .set("workerDecommissionSeconds", DECOMMISSION.toSeconds())
            .set("labels", Map.of(LABEL, name))
            .set("masterLogLevels", Map.of("root", FIRST_LEVEL))
            .set("workerLogLevels", Map.of("root", FIRST_LEVEL))
            // The shell of Spark SQL logs only warnings of loggers that the config does not name.
            .set("driverLogLevels", Map.of("org.apache.spark.scheduler", "info"))
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    stack.up();
    return new Cluster(stack, stack.output("uiUrl"));
  }

  TestStack stack() {
    return stack;
  }

  SparkNamespace namespace() {
    return stack.namespace();
  }

  String uiUrl() {
    return uiUrl;
  }

  /** The pods of this stack, as a selector of kubectl. */
  String selector() {
    return LABEL + "=" + stack.name();
  }

  View view() throws Exception {
    return View.of(namespace(), uiUrl);
  }

  /** Updates the stack with another log level of a role. */
  void editLogLevel(String role) throws Exception {
    setLogLevel(role);
    stack.up();
  }

  /** Sets another log level of a role in the config. */
  void setLogLevel(String role) {
    var level =
        logLevels.merge(role, "warn", (last, warn) -> last.equals(warn) ? FIRST_LEVEL : warn);
    stack.set(role + "LogLevels", Map.of("root", level));
  }

  /** Waits until the cluster serves and the state is as expected. */
  View awaitService(Predicate<View> expected) {
    return Await.until(
        "an ALIVE master with all living workers",
        REPAIR,
        this::view,
        view -> view.serves() && expected.test(view));
  }

  /** Waits until master and workers are ready, and no application is left. */
  void awaitWhole() {
    Await.until(
        "a whole cluster without applications",
        REPAIR,
        this::view,
        view ->
            view.isIdleWith(WORKERS)
                && namespace().hasOneReadyPod("master")
                && namespace().readyWorkers() == WORKERS);
  }

  /** The time since the container of the master started, which Kubernetes knows in seconds. */
  Duration sinceStartOfMaster(View view) {
    return Duration.between(namespace().started(view.master().get(0)), view.at());
  }
}

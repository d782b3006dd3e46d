package sparkstack.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.SparkNamespace;

/** Damage that takes longer than a request. Each method returns the promises that were broken. */
final class Commands {
  /** A worker without executors does not wait for the end of its decommission time. */
  private static final Duration END_OF_IDLE_WORKER = Cluster.DECOMMISSION.dividedBy(4);

  /** An update needs longer for the first worker. */
  private static final Duration KILL = Duration.ofSeconds(30);

  private static final Duration FILL = Duration.ofMinutes(1);

  private Commands() {}

  static List<String> editMaster(Cluster cluster, double moment) throws Exception {
    cluster.editLogLevel("master");
    return List.of();
  }

  static List<String> rollWorkers(Cluster cluster, double moment) throws Exception {
    try (var terminations = cluster.namespace().watchTerminations("worker")) {
      cluster.editLogLevel("worker");
      return terminations.count() == Cluster.WORKERS && terminations.most() == 1
          ? List.of()
          : List.of(
              "The update stopped %d workers in all, and up to %d at a time"
                  .formatted(terminations.count(), terminations.most()));
    }
  }

  static List<String> deleteIdleWorker(Cluster cluster, double moment) {
    var worker = cluster.namespace().runningPods("worker").get(0);
    var began = Instant.now();
    cluster.namespace().deletePod(worker);
    cluster.namespace().awaitEnd(worker, Cluster.DECOMMISSION);
    var passed = Duration.between(began, Instant.now());
    return passed.compareTo(END_OF_IDLE_WORKER) <= 0
        ? List.of()
        : List.of("A worker without executors ended only after " + passed);
  }

  /**
   * Kills Pulumi while it updates the workers, and runs the same command again.
   *
   * @param moment in the first seconds of the command, from its start to the wait for the workers
   */
  static List<String> killEngine(Cluster cluster, double moment) throws Exception {
    var stack = cluster.stack();
    cluster.setLogLevel("worker");
    try (var session = stack.start(Operation.UPDATE.arguments())) {
      var after = Duration.ofMillis((long) (moment * KILL.toMillis()));
      if (session.succeedsWithin(after)) {
        return List.of("The update ended within %s, so it was not killed".formatted(after));
      }
      session.kill();
    }
    stack.removeDeadLocks();
    stack.pulumi(Operation.UPDATE.arguments());
    return List.of();
  }

  /** Writes more to the scratch of a worker than it may have. */
  static void fillScratch(SparkNamespace namespace, Pod worker) throws Exception {
    var bytes = Cluster.SCRATCH_MEBIBYTES + 50;
    namespace.exec(
        worker, FILL, "bash", "-c", "head --bytes=%dM /dev/zero >/tmp/filled".formatted(bytes));
  }

  /** All pods of the cluster are on one node, and no other node has room for them. */
  static List<String> drainNode(Cluster cluster, double moment) throws Exception {
    var node = cluster.namespace().pods("master").get(0).getSpec().getNodeName();
    try {
      Command.of("kubectl", "drain", node, "--ignore-daemonsets", "--delete-emptydir-data")
          .and("--pod-selector=" + cluster.selector(), "--timeout=3m")
          .run();
    } finally {
      Command.of("kubectl", "uncordon", node).run();
    }
    return List.of();
  }
}

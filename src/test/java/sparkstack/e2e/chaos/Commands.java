package sparkstack.e2e.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import sparkstack.e2e.support.Command;

/** Damage that takes longer than a request. Each method returns the promises that were broken. */
final class Commands {
  /** A worker without executors does not wait for the end of its decommission time. */
  private static final Duration END_OF_IDLE_WORKER = Cluster.DECOMMISSION.dividedBy(4);

  private Commands() {}

  static List<String> editMaster(Cluster cluster) throws Exception {
    cluster.editLogLevel("master");
    return List.of();
  }

  static List<String> rollWorkers(Cluster cluster) throws Exception {
    try (var terminations = cluster.namespace().watchTerminations("worker")) {
      cluster.editLogLevel("worker");
      return terminations.count() == Cluster.WORKERS && terminations.most() == 1
          ? List.of()
          : List.of(
              "The update stopped %d workers in all, and up to %d at a time"
                  .formatted(terminations.count(), terminations.most()));
    }
  }

  static List<String> deleteIdleWorker(Cluster cluster) {
    var worker = cluster.namespace().pods("worker").get(0);
    var began = Instant.now();
    cluster.namespace().deletePod(worker);
    cluster.namespace().awaitEnd(worker, Cluster.DECOMMISSION);
    var passed = Duration.between(began, Instant.now());
    return passed.compareTo(END_OF_IDLE_WORKER) <= 0
        ? List.of()
        : List.of("A worker without executors ended only after " + passed);
  }

  /** All pods of the cluster are on one node, and no other node has room for them. */
  static List<String> drainNode(Cluster cluster) throws Exception {
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

package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.StackImage;
import sparkstack.e2e.support.TestStack;

/** A stack with one worker and no driver, whose commands can be killed. */
final class SmallStack {
  private static final int WORKERS = 1;

  /** An update toggles the log level of both roles: it replaces ConfigMaps and rolls the pods. */
  private static final String FIRST_LEVEL = "info";

  private static final String OTHER_LEVEL = "warn";

  /** How often a command may end before the moment at which it was to be killed. */
  private static final int ATTEMPTS = 5;

  private static final Duration READY = Duration.ofMinutes(3);
  private static final Duration VOLUMES = Duration.ofMinutes(5);

  private final TestStack stack;

  /** The last durations of operations that were not killed. */
  private final Map<Operation, Duration> usual = new EnumMap<>(Operation.class);

  /** What the first operation with a log level has left, which was not killed. */
  private final Map<String, Inventory> expected = new HashMap<>();

  private String level = FIRST_LEVEL;

  private SmallStack(TestStack stack) {
    this.stack = stack;
  }

  /** Adds a stack to the scenario. Nothing is deployed. */
  static SmallStack of(Scenario scenario, String name) throws Exception {
    var stack =
        scenario
            .stack(name)
            .clusterOnly()
            .set("imageReference", StackImage.reference())
            .set("workerReplicas", WORKERS);
    var small = new SmallStack(stack);
    small.setLogLevels();
    return small;
  }

  /** Does an operation without a kill, and measures its duration. */
  void run(Operation operation) throws Exception {
    edit(operation);
    var began = Instant.now();
    stack.pulumi(operation.arguments());
    usual.put(operation, Duration.between(began, Instant.now()));
    requireEndOf(operation);
  }

  /**
   * Kills an operation, and does it again with the same command.
   *
   * @param moment from 0, the start, to 1, the end of the last run without a kill
   */
  void kill(Operation operation, double moment) throws Exception {
    for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
      edit(operation);
      if (isKilled(operation, moment)) {
        runAgain(operation);
        requireEndOf(operation);
        return;
      }
      undo(operation);
    }
    throw new AssertionError("%s ended before its kill, %d times".formatted(operation, ATTEMPTS));
  }

  /** Each end before the kill shortens the usual duration, so that the next kill is earlier. */
  private boolean isKilled(Operation operation, double moment) throws Exception {
    var usually = usual.get(operation);
    var after = Duration.ofMillis((long) (usually.toMillis() * moment));
    var began = Instant.now();
    try (var session = stack.start(operation.arguments())) {
      if (session.succeedsWithin(after)) {
        usual.put(operation, Duration.between(began, Instant.now()));
        return false;
      }
      session.kill();
    }
    System.out.printf(
        "%s of %s: killed after %.1f of %.1f s; pending: %s%n",
        operation, stack.name(), seconds(after), seconds(usually), stack.pendingOperations());
    return true;
  }

  /** Pulumi only warns of pending operations, so a user does nothing about them. */
  private void runAgain(Operation operation) throws Exception {
    stack.removeDeadLocks();
    stack.pulumi(operation.arguments());
  }

  /** Makes the operation possible again, after it has ended. An update is always possible. */
  private void undo(Operation operation) throws Exception {
    switch (operation) {
      case CREATE -> run(Operation.DESTROY);
      case UPDATE -> requireEndOf(operation);
      case DESTROY -> run(Operation.CREATE);
    }
  }

  private void edit(Operation operation) {
    if (operation == Operation.UPDATE) {
      level = level.equals(FIRST_LEVEL) ? OTHER_LEVEL : FIRST_LEVEL;
      setLogLevels();
    }
  }

  private void setLogLevels() {
    stack.set("masterLogLevels", Map.of("root", level));
    stack.set("workerLogLevels", Map.of("root", level));
  }

  private void requireEndOf(Operation operation) throws Exception {
    if (operation == Operation.DESTROY) {
      requireNothing();
    } else {
      requireWholeCluster();
      requireNoDrift();
      requireExpectedInventory();
    }
  }

  private void requireWholeCluster() throws Exception {
    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), WORKERS);
    for (var role : List.of("master", "worker")) {
      Await.until(
          "one ready pod of the " + role,
          READY,
          () -> stack.namespace().hasOneReadyPod(role),
          ready -> ready);
    }
    // A refresh of a Deployment that is not available would be a change.
    Await.until(
        "available workers",
        READY,
        stack.namespace()::availableWorkers,
        available -> available == WORKERS);
  }

  private void requireNoDrift() throws Exception {
    stack.pulumi("preview", "--refresh", "--diff", "--expect-no-changes");
  }

  private void requireExpectedInventory() throws Exception {
    assertEquals(
        Set.of(
            "Namespace " + stack.namespace().name(),
            "PersistentVolumeClaim spark-recovery",
            "Deployment spark-master",
            "Deployment spark-worker",
            "Service spark-master",
            "Service spark-ui",
            "Job spark-trial"),
        stack.namespace().objects());
    var found = Inventory.of(stack);
    assertEquals(expected.computeIfAbsent(level, it -> found), found);
  }

  private void requireNothing() throws Exception {
    assertEquals(List.of(), stack.resources());
    assertFalse(stack.namespace().exists(), "The namespace still exists");
    Await.until(
        "the deletion of the namespace's volumes",
        VOLUMES,
        stack.namespace()::volumes,
        List::isEmpty);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}

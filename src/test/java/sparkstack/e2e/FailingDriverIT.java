package sparkstack.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that fails: here, one whose input is missing. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FailingDriverIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static TestStack stack;
  private static SparkNamespace namespace;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-failing-driver")
            .set("workerReplicas", 1)
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of("--input", "/missing.csv"));
    namespace = stack.namespace();
  }

  @Test
  @Order(1)
  void upFailsWithTheLastLinesOfTheDriversLog() {
    assertThrows(AutomationException.class, stack::up);

    var reason = "weather: failed: ";
    var inLog = namespace.driverLog().lines().filter(line -> line.startsWith(reason)).toList();
    assertEquals(1, inLog.size(), () -> reason + " in " + namespace.driverLog());
    assertTrue(inLog.get(0).contains("/missing.csv"), inLog.get(0));
    assertTrue(
        stack.errors().stream().anyMatch(error -> error.contains(inLog.get(0))),
        () -> "Pulumi's error does not say " + inLog);
  }

  @Test
  @Order(2)
  void theClusterStays() throws Exception {
    MasterPage.awaitAliveWorkers(stack.output("uiUrl"), 1);
    assertEquals(
        Set.of(
            "Namespace spark-e2e-failing-driver",
            "Deployment spark-master",
            "Deployment spark-worker",
            "Service spark-master",
            "Service spark-ui",
            "Job spark-driver"),
        namespace.objects());
  }

  @Test
  @Order(3)
  void theNextUpRunsItAgainAndNothingElse() throws Exception {
    var job = namespace.driverJob().getMetadata().getUid();
    var worker = namespace.incarnations("worker");
    stack.set("driverArguments", List.of());

    assertEquals(Set.of("replace Job spark-driver"), stack.up().steps());

    assertNotEquals(job, namespace.driverJob().getMetadata().getUid());
    WeatherLog.of(namespace).requireSummary(1, "not written");
    assertEquals(worker, namespace.incarnations("worker"));
  }
}

package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.automation.AutomationException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Scenario;

/** A preview of a stack file with several errors. */
class BadConfigIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  @Test
  void aPreviewReportsEveryErrorAndCreatesNothing() throws Exception {
    var stack =
        SCENARIO
            .stack("e2e-bad-config")
            .set("workerReplicas", "many")
            .set("workerMemory", "100m")
            .set("registry", "nowhere")
            .set("uiServiceType", "Ingress")
            .set("driverJar", "examples/weather/target/missing.jar")
            .set("mirrors", List.of("ftp://example.org/spark"))
            .set("executorMemory", "8gb")
            .set("registryUsername", "robot")
            .set("registryPassword", "plain")
            .set("sparkConf", Map.of("spark.master", "local[*]"))
            .set("workerReplica", 4);

    assertThrows(AutomationException.class, stack::preview);

    var messages =
        stack.errors().stream().filter(error -> error.contains("config is wrong")).toList();
    assertEquals(
        1, messages.size(), () -> "Expected one message with all errors: " + stack.errors());
    var message = messages.get(0);
    assertEquals(
        11, message.strip().lines().count(), "A line for each, below the first: " + message);
    assertAll(
        Stream.of(
                "spark:workerReplicas: \"many\" must be",
                "spark:workerMemory: \"100m\" must be",
                "spark:registry: \"nowhere\" must be",
                "spark:uiServiceType: \"Ingress\" must be",
                "spark:driverJar: \"examples/weather/target/missing.jar\" must be",
                "spark:mirrors[0]: \"ftp://example.org/spark\" must be",
                "spark:executorMemory: \"8gb\" must be 8g",
                "spark:registryPassword: must not be plain text",
                "spark:sparkConf.spark.master: is set by the program",
                "spark:workerReplica: unknown key; did you mean spark:workerReplicas?")
            .map(mistake -> () -> assertTrue(message.contains(mistake), mistake)));
    assertFalse(stack.log().contains("Exception"), stack::log);
    assertFalse(stack.log().contains("\tat "), stack::log);
    assertEquals(List.of(), stack.resources());
    assertFalse(stack.namespace().exists());
  }
}

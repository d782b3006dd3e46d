package sparkstack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The program refuses the user's value of each property that it writes, or uses it. */
class ManagedPropertiesTest extends ProjectTest {
  /** The key of the properties of each role. */
  private static final Map<String, String> CONF =
      Map.of("master", "masterConf", "worker", "workerConf", "driver", "sparkConf");

  private static final Map<String, Object> DRIVER =
      Map.of(
          "imageReference", "registry.example.com/spark:4.3.0",
          "driverJar", "local:///app.jar",
          "driverClass", "example.Main");

  /** The program writes other properties with each of these configs. */
  private static final Map<String, Map<String, Object>> CONFIGS =
      Map.of(
          "without optional keys",
          DRIVER,
          "with sizes of executors",
          with("executorCores", 1, "executorMemory", "1g", "driverMemory", "2g"),
          "with dynamic allocation",
          with(
              "dynamicAllocation",
              true,
              "dynamicAllocationMinExecutors",
              1,
              "dynamicAllocationMaxExecutors",
              2),
          "with an Ingress",
          with("uiIngressHost", "spark.example.com"),
          "with a node port",
          with("uiServiceType", "NodePort", "uiHost", "node.example.com"),
          "with a data volume and autoscaling",
          with("dataVolumeSize", "1Gi", "workerMaxReplicas", 3));

  private static Map<String, Object> with(Object... keysAndValues) {
    var config = new HashMap<>(DRIVER);
    for (var i = 0; i < keysAndValues.length; i += 2) {
      config.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return config;
  }

  @TestFactory
  Stream<DynamicTest> theUsersValueIsUsedOrRefused() {
    return CONFIGS.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(it -> theUsersValueIsUsedOrRefused(it.getKey(), it.getValue()));
  }

  private Stream<DynamicTest> theUsersValueIsUsedOrRefused(
      String name, Map<String, Object> config) {
    var recording = Recording.of(project, config);
    return CONF.keySet().stream()
        .sorted()
        .flatMap(
            role ->
                properties(recording, role).entrySet().stream()
                    .map(
                        it ->
                            DynamicTest.dynamicTest(
                                "%s: %s %s".formatted(name, role, it.getKey()),
                                () ->
                                    requireUsedOrRefused(
                                        config, role, it.getKey(), it.getValue()))));
  }

  /** The test above would pass without any property. */
  @Test
  void theProgramWritesPropertiesOfEachRole() {
    var recording = Recording.of(project, DRIVER);
    for (var role : CONF.keySet()) {
      assertFalse(properties(recording, role).isEmpty(), role);
    }
  }

  private void requireUsedOrRefused(
      Map<String, Object> without, String role, String property, String programs) {
    var value = other(property, programs);
    var config = new HashMap<>(without);
    config.put(CONF.get(role), Map.of(property, value));
    var error = Recording.errorOf(project, "dev", config);
    if (error.isEmpty()) {
      var written = properties(Recording.of(project, config), role).get(property);
      assertTrue(
          written.equals(value) || property.endsWith("JavaOptions") && written.contains(value),
          property + "=" + written);
    } else {
      var key = CONF.get(role) + "." + property;
      assertTrue(error.contains(key) && error.contains("is set by the program"), error);
    }
  }

  /** Another value of the same type. */
  private static String other(String property, String value) {
    if (property.endsWith("JavaOptions")) {
      return "-Dexample=1";
    }
    return switch (value) {
      case "true" -> "false";
      case "false" -> "true";
      default -> value.matches("\\d+s?") ? "1" + value : value + "x";
    };
  }

  private static Map<String, String> properties(Recording recording, String role) {
    var properties = new TreeMap<String, String>();
    for (var line : recording.properties(role)) {
      var parts = line.split("=", 2);
      properties.put(parts[0], parts[1]);
    }
    return properties;
  }
}

package sparkstack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The program refuses the user's value of each property that it writes, or uses it. */
class ManagedPropertiesTest {
  /** The key of the properties of each role. */
  private static final Map<String, String> CONF =
      Map.of("master", "masterConf", "worker", "workerConf", "driver", "sparkConf");

  private static final Map<String, Object> CONFIG =
      Map.of(
          "imageReference", "registry.example.com/spark:4.3.0",
          "driverJar", "local:///app.jar",
          "driverClass", "example.Main",
          "dynamicAllocation", true,
          "uiIngressHost", "spark.example.com");

  private final ProjectFolder project = new ProjectFolder(Path.of("."));

  @TestFactory
  Stream<DynamicTest> theUsersValueIsUsedOrRefused() {
    return CONF.keySet().stream()
        .sorted()
        .flatMap(
            role ->
                properties(role, CONFIG).stringPropertyNames().stream()
                    .sorted()
                    .map(
                        property ->
                            DynamicTest.dynamicTest(
                                role + " " + property,
                                () -> requireUsedOrRefused(role, property))));
  }

  /** The test above would pass without any property. */
  @Test
  void theProgramWritesPropertiesOfEachRole() {
    for (var role : CONF.keySet()) {
      assertFalse(properties(role, CONFIG).isEmpty(), role);
    }
  }

  private void requireUsedOrRefused(String role, String property) {
    var value = other(property, properties(role, CONFIG).getProperty(property));
    var config = new HashMap<>(CONFIG);
    config.put(CONF.get(role), Map.of(property, value));
    var error = Recording.errorOf(project, "dev", config);
    if (error.isEmpty()) {
      var written = properties(role, config).getProperty(property);
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
      default -> value.matches("\\d+") ? value + "1" : value + "x";
    };
  }

  private Properties properties(String role, Map<String, Object> config) {
    var conf =
        Recording.of(project, config).kubernetesObjects().stream()
            .filter(it -> it.kind().equals("ConfigMap"))
            .filter(it -> role.equals(labels(it).get("app.kubernetes.io/component")))
            .map(it -> ((Map<?, ?>) it.at("data")).get("spark.conf"))
            .findFirst()
            .orElseThrow();
    var properties = new Properties();
    try {
      properties.load(new StringReader((String) conf));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private static Map<?, ?> labels(Manifest object) {
    return (Map<?, ?>) object.at("metadata.labels");
  }
}

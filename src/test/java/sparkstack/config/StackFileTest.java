package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.Gson;
import com.pulumi.exceptions.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Strings that YAML reads as another type. The values that arrive are those that {@code pulumi
 * config --json} of Pulumi 3.259 shows for the file.
 */
class StackFileTest {
  private static final String ARGUMENTS =
      """
      config:
        # a comment
        spark:driverArguments: [--date, 2026-01-01, 1.10, 0123, 1_000, 12345678901234567890, True, 7, "0123"]
      """;

  private static final String ARRIVED =
      """
      ["--date","2026-01-01 00:00:00 +0000 UTC",1.1,83,1000,12345678901234567000,true,7,"0123"]""";

  @TempDir Path folder;

  @Test
  void theErrorShowsTheTypedAndTheArrivedValue() throws IOException {
    assertEquals(
        List.of(
            rewritten(
                "spark:driverArguments[1]", "2026-01-01", "2026-01-01 00:00:00 +0000 UTC", "date"),
            rewritten("spark:driverArguments[2]", "1.10", "1.1", "number"),
            rewritten("spark:driverArguments[3]", "0123", "83", "number"),
            rewritten("spark:driverArguments[4]", "1_000", "1000", "number"),
            rewritten(
                "spark:driverArguments[5]",
                "12345678901234567890",
                "12345678901234567000",
                "number"),
            rewritten("spark:driverArguments[6]", "True", "true", "boolean")),
        errors(ARGUMENTS, Map.of("spark:driverArguments", ARRIVED)));
  }

  /** With --config-file, the file beside Pulumi.yaml is another file or does not exist. */
  @Test
  void withoutTheFileFindsValuesThatNobodyTypes() throws IOException {
    var known =
        List.of(
            "spark:driverArguments[1]: YAML made \"2026-01-01 00:00:00 +0000 UTC\" from a date:"
                + " put the string that you typed into quotes in Pulumi.dev.yaml",
            "spark:driverArguments[5]: YAML made \"12345678901234567000\" from a number:"
                + " put the string that you typed into quotes in Pulumi.dev.yaml");
    assertEquals(known, errors("", Map.of("spark:driverArguments", ARRIVED)));
    assertEquals(
        known,
        errors(
            ARGUMENTS + "  spark:workerReplicas: 2\n", Map.of("spark:driverArguments", ARRIVED)));
    assertEquals(known, errors("config: [", Map.of("spark:driverArguments", ARRIVED)));
  }

  @Test
  void checksEveryKeyWithAString() throws IOException {
    var file =
        """
        config:
          spark:sparkVersion: 4.10
          spark:imageRevision: 0x1F
          spark:labels: {team: 0123, 1.10: a}
          spark:sparkConf:
            spark.app.version: 1.10
            spark.app.versions.last: 2
          spark:driverPod:
            annotations: {example.org/version: 1.0}
            env:
              - {name: RELEASE, value: "1.10"}
              - name: DAY
                value: 2026-1-1
            nodeSelector: {example.org/zone: 01}
            volumes: [{name: a, emptyDir: {sizeLimit: 1_000}}]
        """;
    var arrived = new TreeMap<String, Object>();
    arrived.put("spark:sparkVersion", "4.1");
    arrived.put("spark:imageRevision", "31");
    arrived.put("spark:labels", "{\"1.1\":\"a\",\"team\":83}");
    arrived.put("spark:sparkConf", "{\"spark.app.version\":1.1,\"spark.app.versions.last\":2}");
    arrived.put(
        "spark:driverPod",
        """
        {"annotations":{"example.org/version":1},"env":[{"name":"RELEASE","value":"1.10"},{"name":"DAY",
        "value":"2026-01-01 00:00:00 +0000 UTC"}],"nodeSelector":{"example.org/zone":1},
        "volumes":[{"name":"a","emptyDir":{"sizeLimit":1000}}]}""");
    assertEquals(
        List.of(
            rewritten("spark:sparkVersion", "4.10", "4.1", "number"),
            rewritten("spark:imageRevision", "0x1F", "31", "number"),
            rewritten("spark:labels.1.1", "1.10", "1.1", "number"),
            rewritten("spark:labels.team", "0123", "83", "number"),
            rewritten("spark:sparkConf.spark.app.version", "1.10", "1.1", "number"),
            rewritten("spark:driverPod.nodeSelector.example.org/zone", "01", "1", "number"),
            rewritten(
                "spark:driverPod.env[1].value",
                "2026-1-1",
                "2026-01-01 00:00:00 +0000 UTC",
                "date"),
            rewritten("spark:driverPod.annotations.example.org/version", "1.0", "1", "number")),
        errors(file, arrived));
  }

  /** Pulumi accepts the project's keys without their namespace. */
  @Test
  void keysWithoutANamespaceAreTheProjects() throws IOException {
    var file =
        """
        config:
          driverArguments: [1.10]
          workerReplicas: 2
        """;
    var arrived = Map.of("spark:driverArguments", "[1.1]", "spark:workerReplicas", "2");
    assertEquals(
        List.of(rewritten("spark:driverArguments[0]", "1.10", "1.1", "number")),
        errors(file, arrived));
  }

  /** Users copy the examples. */
  @Test
  void everyExampleArrivesAsItIsTyped() throws IOException {
    for (var key : StackKeys.ALL) {
      if (!key.form().type().equals("number") && !key.form().allowed().contains("quantity")) {
        assertFalse(StackFile.mayRewrite(key.form().example()), key.name());
      }
    }
    try (var files =
        Files.find(Path.of("."), 3, (file, is) -> file.toString().matches(".*/Pulumi.*[.]yaml"))) {
      for (var file : files.toList()) {
        assertFalse(StackFile.mayRewrite(Files.readString(file)), file.toString());
      }
    }
  }

  /** YAML does not change the meaning of quantities, numbers and strings in quotes. */
  @Test
  void acceptsValuesWithTheSameMeaning() throws IOException {
    var file =
        """
        config:
          spark:workerCpuRequest: 0.50
          spark:workerReplicas: 1_0
          spark:sparkConf: {spark.sql.shuffle.partitions: 192, spark.speculation: true, spark.app.name2: "1.10"}
        """;
    var arrived = new TreeMap<String, Object>();
    arrived.put("spark:workerCpuRequest", "0.5");
    arrived.put("spark:workerReplicas", "10");
    arrived.put(
        "spark:sparkConf",
        "{\"spark.sql.shuffle.partitions\":192,\"spark.speculation\":true,\"spark.app.name2\":\"1.10\"}");
    assertEquals(List.of(), errors(file, arrived));
  }

  private static String rewritten(String path, String typed, String arrived, String kind) {
    return "%s: %s arrives as \"%s\", because YAML reads it as a %s: write \"%s\" with its quotes in Pulumi.dev.yaml"
        .formatted(path, typed, arrived, kind, typed);
  }

  private List<String> errors(String file, Map<String, ?> arrived) throws IOException {
    var path = folder.resolve("Pulumi.dev.yaml");
    Files.writeString(path, file);
    var environment =
        Map.of(
            "PULUMI_ROOT_DIRECTORY", folder.toString(),
            "PULUMI_STACK", "dev",
            "PULUMI_CONFIG", new Gson().toJson(arrived));
    try {
      SettingsReader.read(StackConfig.of(environment), "dev", folder);
      return List.of();
    } catch (RunException e) {
      return e.getMessage().lines().skip(1).map(String::strip).toList();
    }
  }
}

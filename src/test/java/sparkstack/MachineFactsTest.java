package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state of a stack has only facts of the stack. A fact of the shell that runs Pulumi, or of the
 * machine, would be a change on every other machine.
 *
 * <p>The tests run with every environment variable set that an SDK reads (pom.xml).
 */
class MachineFactsTest {
  private static final Pattern VARIABLE = Pattern.compile("KUBECONFIG|[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

  /** Part of the value of every variable in the tests' environment that is not a boolean. */
  private static final String MARK = "of-this-shell";

  @TempDir Path folder;

  @Test
  void theTestsRunWithEveryVariableThatTheSdksTakeDefaultsFrom() throws IOException {
    var read = new TreeSet<String>();
    for (var arguments :
        List.of(
            com.pulumi.docker.ProviderArgs.Builder.class,
            com.pulumi.kubernetes.ProviderArgs.Builder.class)) {
      var name = arguments.getName();
      try (var code =
          arguments.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
        // A class file has the names of variables as plain strings.
        var constants = new String(code.readAllBytes(), StandardCharsets.ISO_8859_1);
        VARIABLE.matcher(constants).results().forEach(match -> read.add(match.group()));
      }
    }

    assertTrue(read.containsAll(List.of("DOCKER_HOST", "KUBECONFIG")), read::toString);
    read.removeAll(System.getenv().keySet());
    assertEquals(List.of(), List.copyOf(read), "Set these for maven-surefire-plugin in pom.xml");
  }

  @Test
  void providersRecordNoVariableOfTheShell() throws IOException {
    var recording = Recording.of(ProjectFolder.in(folder), ProjectFolder.WITH_DRIVER);

    assertEquals(
        Map.of("docker", Map.of(), "kubernetes", Map.of("kubeconfig", "")), providers(recording));
  }

  @Test
  void providersRecordTheConfig() throws IOException {
    var config =
        ProjectFolder.withDriver(
            Map.of("docker:host", "ssh://builder.example.com", "kubernetes:context", "production"));

    assertEquals(
        Map.of(
            "docker", Map.of("host", "ssh://builder.example.com"),
            "kubernetes", Map.of("kubeconfig", "", "context", "production")),
        providers(Recording.of(ProjectFolder.in(folder), config)));
  }

  @Test
  void noResourceAndNoOutputHoldsAFactOfTheMachine() throws IOException {
    var config =
        ProjectFolder.withDriver(
            Map.of(
                "dataVolumeSize", "1Gi",
                "uiIngressHost", "spark.example.com",
                "workerMaxReplicas", 5,
                "workerTargetCpu", "200m"));
    var recording = Recording.of(ProjectFolder.in(folder), config);

    var recorded = new TreeMap<String, Object>(recording.outputs());
    recording.all().forEach(it -> recorded.put(it.type() + " " + it.name(), it.inputs()));
    recorded.forEach(
        (name, value) -> {
          var json = new Gson().toJson(value);
          for (var fact :
              List.of(MARK, folder.toString(), Path.of("").toAbsolutePath().toString())) {
            assertFalse(json.contains(fact), () -> name + " has " + fact + ": " + json);
          }
        });
  }

  private static Map<String, Map<String, Object>> providers(Recording recording) {
    var providers = new TreeMap<String, Map<String, Object>>();
    recording.all().stream()
        .filter(it -> it.type().startsWith("pulumi:providers:"))
        .forEach(it -> providers.put(it.name(), it.inputs()));
    return providers;
  }
}

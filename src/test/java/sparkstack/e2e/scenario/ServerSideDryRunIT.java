package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sparkstack.Manifest;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.GoldenFiles;
import sparkstack.e2e.support.ManifestFiles;
import sparkstack.e2e.support.SparkNamespace;

/**
 * Sends the golden files to a real API server as a server-side dry run. The test only creates a
 * namespace, under another name, and deletes it again.
 */
class ServerSideDryRunIT {
  static List<String> stacks() throws IOException {
    return GoldenFiles.stacks();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void theApiServerAcceptsEveryObjectWithoutAWarning(String stack) throws Exception {
    var objects = GoldenFiles.of(stack).objects();

    var result = dryRun("golden-" + stack, objects);

    assertEquals(0, result.status(), result::output);
  }

  @Test
  void theApiServerRefusesAMisspelledField() throws Exception {
    var objects = GoldenFiles.of("dev").objects();
    for (var object : objects) {
      if (ManifestFiles.kind(object).equals("Deployment")) {
        Manifest.object(object.get("spec")).put("replica", 1);
      }
    }

    var result = dryRun("golden-misspelt", objects);

    assertNotEquals(0, result.status(), result::output);
    assertTrue(result.output().contains(".spec.replica"), result::output);
  }

  private static Command.Result dryRun(String name, List<Map<String, Object>> objects)
      throws IOException, InterruptedException {
    var moved = objects.stream().map(object -> moved(object, name)).toList();
    var namespace = new SparkNamespace(name);
    namespace.delete();
    try {
      // The labels of the namespace set the Pod Security level.
      var own = moved.stream().filter(ServerSideDryRunIT::isNamespace).findFirst();
      Command.of("kubectl", "create", "--filename", "-")
          .withInput(ManifestFiles.dump(own.orElseGet(() -> restricted(name))))
          .run();
      // With server-side apply, like Pulumi.
      return Command.of("kubectl", "apply", "--server-side", "--dry-run=server")
          .and("--validate=strict", "--warnings-as-errors", "--filename", "-")
          .withInput(text(moved.stream().filter(object -> !isNamespace(object))))
          .result();
    } finally {
      namespace.delete();
    }
  }

  /** The namespace of a stack that does not create it, as an administrator must create it. */
  private static Map<String, Object> restricted(String namespace) {
    var labels = Map.of("pod-security.kubernetes.io/enforce", "restricted");
    return Map.of(
        "apiVersion",
        "v1",
        "kind",
        "Namespace",
        "metadata",
        Map.of("name", namespace, "labels", labels));
  }

  /** The object, in another namespace; the namespace itself, under another name. */
  private static Map<String, Object> moved(Map<String, Object> object, String namespace) {
    var metadata = new TreeMap<>(ManifestFiles.metadata(object));
    metadata.computeIfPresent("namespace", (key, own) -> namespace);
    if (isNamespace(object)) {
      metadata.put("name", namespace);
    }
    var moved = new TreeMap<>(object);
    moved.put("metadata", metadata);
    return moved;
  }

  private static boolean isNamespace(Map<String, Object> object) {
    return ManifestFiles.kind(object).equals("Namespace");
  }

  private static String text(Stream<Map<String, Object>> objects) {
    return objects.map(ManifestFiles::dump).collect(Collectors.joining("---\n"));
  }
}

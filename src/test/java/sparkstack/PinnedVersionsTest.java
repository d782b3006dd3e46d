package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/versions.md has exactly one row for each pinned version of a download. */
class PinnedVersionsTest {
  private static final Path PLUGINS = Path.of("local/lib/pulumi.sh");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** The cells of a row: pin, version, place, reason, tested with, newest. */
  private static List<List<String>> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/versions.md")).stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> Stream.of(line.split("\\|")).skip(1).map(String::strip).toList())
        .toList();
  }

  @Test
  void eachPinHasARow() throws IOException {
    var documented = new TreeMap<String, String>();
    for (var row : rows()) {
      for (var pin : code(row.get(0))) {
        documented.put(pin, String.join(" ", code(row.get(1))));
      }
    }

    assertEquals(lines(pins()), lines(documented));
  }

  @Test
  void eachRowHasItsPlaceAndReason() throws IOException {
    for (var row : rows()) {
      assertEquals(6, row.size(), row::toString);
      assertFalse(row.stream().anyMatch(String::isEmpty), row::toString);
      for (var place : code(row.get(2))) {
        assertTrue(Files.exists(Path.of(place)), place);
      }
    }
  }

  @Test
  void theLocalEnvironmentInstallsThePluginsThatTheProgramAsksFor() throws IOException {
    assertEquals(
        List.of(Providers.KUBERNETES_PLUGIN, Providers.DOCKER_PLUGIN),
        List.of(
            found(PLUGINS, "(?m)^KUBERNETES_PLUGIN=(\\S+)").get(0).group(1),
            found(PLUGINS, "(?m)^DOCKER_PLUGIN=(\\S+)").get(0).group(1)));
  }

  private static Map<String, String> pins() throws IOException {
    var pins = new TreeMap<String, String>();
    pins.put("docker plugin", Providers.DOCKER_PLUGIN);
    pins.put("Kubernetes plugin", Providers.KUBERNETES_PLUGIN);
    found(PLUGINS, "(?m)^OLDER_DOCKER_PLUGINS=\\((.*)\\)")
        .forEach(match -> pins.put("older docker plugin", match.group(1)));
    found(PLUGINS, "(?m)^OLDER_KUBERNETES_PLUGINS=\\((.*)\\)")
        .forEach(match -> pins.put("older Kubernetes plugin", match.group(1)));
    found(
            Path.of("pom.xml"),
            "<groupId>(com.pulumi)</groupId>\\s*<artifactId>(.*)</artifactId>\\s*<version>(.*)</version>")
        .forEach(match -> pins.put(match.group(1) + ":" + match.group(2), match.group(3)));
    found(Path.of("Pulumi.yaml"), "(?m)^(requiredPulumiVersion): \"(.*)\"")
        .forEach(match -> pins.put(match.group(1), match.group(2)));
    found(Path.of("docker/Dockerfile"), "(?m)^ARG (\\w+_(?:IMAGE|VERSION))=(\\S+)")
        .forEach(match -> pins.put(match.group(1), match.group(2)));
    for (var file : WorkflowsTest.files()) {
      found(file, "\\buses: ([^.@\\s]+)@\\S+ # (\\S+)")
          .forEach(match -> put(pins, match.group(1), match.group(2)));
      found(file, "\\b(pulumi-version): (\\S+)")
          .forEach(match -> put(pins, match.group(1), match.group(2)));
    }
    return pins;
  }

  /** Requires one version for each pin: two versions would need two reasons. */
  private static void put(Map<String, String> pins, String pin, String version) {
    var other = pins.put(pin, version);
    assertTrue(other == null || other.equals(version), pin + " is pinned to two versions");
  }

  private static List<MatchResult> found(Path file, String pattern) throws IOException {
    return Pattern.compile(pattern).matcher(Files.readString(file)).results().toList();
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(match -> match.group(1)).toList();
  }

  private static String lines(Map<String, String> map) {
    return String.join("\n", map.entrySet().stream().map(Object::toString).toList());
  }
}

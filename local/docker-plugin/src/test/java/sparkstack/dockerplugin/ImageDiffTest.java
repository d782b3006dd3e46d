package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparkstack.dockerplugin.Structs.UNKNOWN;
import static sparkstack.dockerplugin.Structs.secret;
import static sparkstack.dockerplugin.Structs.struct;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import pulumirpc.Provider.DiffResponse;

class ImageDiffTest {
  private static final Map<String, Object> NONE = Map.of();

  static Stream<Arguments> changes() {
    Map<String, Object> ours = Map.of("server", "a", "username", "u", "password", "1");
    Map<String, Object> renewed = Map.of("server", "a", "username", "u", "password", "2");
    Map<String, Object> moved = Map.of("server", "b", "username", "u", "password", "1");
    Map<String, Object> serverless = Map.of("username", "u", "password", "2");
    return Stream.of(
        change("nothing", Map.of("imageName", "a"), Map.of("imageName", "a"), ""),
        change("name", Map.of("imageName", "a"), Map.of("imageName", "b"), "imageName=UPDATE"),
        change(
            "unknown name",
            Map.of("imageName", "a"),
            Map.of("imageName", UNKNOWN),
            "imageName=UPDATE"),
        change(
            "context",
            Map.of("build", Map.of("contextDigest", "1")),
            Map.of("build", Map.of("contextDigest", "2")),
            "build=UPDATE"),
        change("added", NONE, Map.of("skipPush", true), "skipPush=ADD"),
        change("deleted", Map.of("skipPush", true), NONE, "skipPush=DELETE"),
        change("null is absent", NONE, Map.of("skipPush", Structs.nothing()), ""),
        change(
            "secret is the same", Map.of("imageName", "a"), Map.of("imageName", secret("a")), ""),
        change("new password", Map.of("registry", ours), Map.of("registry", renewed), ""),
        change(
            "new secret password",
            Map.of("registry", ours),
            Map.of("registry", secret(renewed)),
            ""),
        change(
            "other server", Map.of("registry", ours), Map.of("registry", moved), "registry=UPDATE"),
        change("server left out", Map.of("registry", ours), Map.of("registry", serverless), ""),
        change("registry added", NONE, Map.of("registry", ours), "registry=ADD"),
        change("registry deleted", Map.of("registry", ours), NONE, "registry=DELETE"));
  }

  private static Arguments change(
      String name, Map<String, ?> before, Map<String, ?> after, String expected) {
    return Arguments.of(name, before, after, expected);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("changes")
  void tellsWhatChanges(String name, Map<String, ?> before, Map<String, ?> after, String expected) {
    DiffResponse diff = ImageDiff.diff(struct(before), struct(after));

    Map<String, String> kinds = new TreeMap<>();
    diff.getDetailedDiffMap().forEach((key, change) -> kinds.put(key, change.getKind().name()));
    assertEquals(expected.isEmpty() ? "{}" : "{" + expected + "}", kinds.toString());
    assertEquals(
        expected.isEmpty()
            ? DiffResponse.DiffChanges.DIFF_NONE
            : DiffResponse.DiffChanges.DIFF_SOME,
        diff.getChanges());
  }

  @Test
  void neverReplaces() {
    DiffResponse diff =
        ImageDiff.diff(struct(Map.of("imageName", "a")), struct(Map.of("imageName", "b")));

    assertTrue(diff.getReplacesList().isEmpty());
    assertTrue(diff.getHasDetailedDiff());
  }
}

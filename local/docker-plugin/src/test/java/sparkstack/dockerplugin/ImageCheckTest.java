package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparkstack.dockerplugin.Structs.UNKNOWN;
import static sparkstack.dockerplugin.Structs.secret;
import static sparkstack.dockerplugin.Structs.struct;

import com.google.protobuf.Struct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCheckTest {
  private static final String NAME = "localhost:5000/team/spark:1";

  @TempDir Path context;
  private final List<String> messages = new ArrayList<>();

  @BeforeEach
  void aContext() throws IOException {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\n");
  }

  @Test
  void fillsInDefaults() {
    Struct inputs = check(Map.of("imageName", NAME, "build", Map.of("context", context + "")));
    Struct build = inputs.getFieldsOrThrow("build").getStructValue();

    assertFalse(inputs.getFieldsOrThrow("buildOnPreview").getBoolValue());
    assertFalse(inputs.containsFields("skipPush"), "stays as it was sent");
    assertEquals(context + "/Dockerfile", text(build, "dockerfile"));
    assertEquals(ImageCheck.hostPlatform(), text(build, "platform"));
    assertEquals(64, text(build, "contextDigest").length());
    assertEquals(1, messages.size(), "the platform chosen is told");
  }

  @Test
  void keepsWhatIsGiven() {
    Struct inputs =
        check(
            Map.of(
                "imageName",
                NAME,
                "skipPush",
                false,
                "buildOnPreview",
                true,
                "build",
                Map.of("context", context + "", "platform", "linux/arm64", "target", "runtime")));
    Struct build = inputs.getFieldsOrThrow("build").getStructValue();

    assertTrue(inputs.getFieldsOrThrow("buildOnPreview").getBoolValue());
    assertEquals("linux/arm64", text(build, "platform"));
    assertEquals("runtime", text(build, "target"));
    assertTrue(messages.isEmpty());
  }

  @Test
  void dropsNulls() {
    Struct inputs =
        check(
            Map.of(
                "imageName",
                NAME,
                "registry",
                Structs.nothing(),
                "build",
                Map.of("context", context + "", "platform", Structs.nothing())));

    assertFalse(inputs.containsFields("registry"));
    assertEquals(
        ImageCheck.hostPlatform(),
        text(inputs.getFieldsOrThrow("build").getStructValue(), "platform"));
  }

  @Test
  void leavesUnknownPlacesAlone() {
    for (String key : List.of("context", "dockerfile")) {
      Struct inputs = check(Map.of("imageName", UNKNOWN, "build", Map.of(key, UNKNOWN)));

      assertFalse(
          inputs.getFieldsOrThrow("build").getStructValue().containsFields("contextDigest"));
    }
  }

  @Test
  void computesTheDigestWhileTheNameIsUnknown() {
    Struct inputs = check(Map.of("imageName", UNKNOWN, "build", Map.of("context", context + "")));

    assertTrue(inputs.getFieldsOrThrow("build").getStructValue().containsFields("contextDigest"));
  }

  @Test
  void keepsSecretsSecret() {
    Map<String, Object> password = secret("open sesame");
    Struct inputs =
        check(
            Map.of(
                "imageName",
                NAME,
                "build",
                secret(Map.of("context", context + "")),
                "registry",
                Map.of("username", "me", "password", password)));

    assertEquals(
        Structs.value(password),
        inputs.getFieldsOrThrow("registry").getStructValue().getFieldsOrThrow("password"));
    Struct build =
        inputs
            .getFieldsOrThrow("build")
            .getStructValue()
            .getFieldsOrThrow("value")
            .getStructValue();
    assertTrue(build.containsFields("contextDigest"));
  }

  @Test
  void wantsAFullyQualifiedNameWhereItMatters() {
    Map<String, Object> build = Map.of("context", context + "");
    Map<String, Object> cached =
        Map.of("context", context + "", "cacheFrom", Map.of("images", List.of("spark:0")));

    assertRefused("fully qualified", Map.of("imageName", "spark:1", "build", build));
    assertRefused(
        "build.cacheFrom image \"spark:0\"",
        Map.of("imageName", NAME, "skipPush", true, "build", cached));
    check(Map.of("imageName", "spark:1", "skipPush", true, "build", build));
  }

  @Test
  void saysWhichInputIsWrong() {
    assertRefused("imageName is missing", Map.of("build", Map.of("context", context + "")));
    assertRefused("is not valid", Map.of("imageName", "localhost:5000/Team/Spark"));
    assertRefused(
        "build.platform must be a string",
        Map.of("imageName", NAME, "build", Map.of("platform", 7)));
    assertRefused("skipPush must be true or false", Map.of("imageName", NAME, "skipPush", "no"));
    assertRefused(
        "build.builderVersion must be BuilderBuildKit or BuilderV1",
        Map.of("imageName", NAME, "build", Map.of("builderVersion", "V3")));
    assertRefused(
        "build.cacheFrom needs `images`",
        Map.of("imageName", NAME, "build", Map.of("cacheFrom", Map.of())));
    assertRefused(
        "Dockerfile \"nowhere/Dockerfile\" not found",
        Map.of(
            "imageName",
            NAME,
            "build",
            Map.of("context", context + "", "dockerfile", "nowhere/Dockerfile")));
  }

  private Struct check(Map<String, ?> inputs) {
    return new ImageCheck(messages::add).check(struct(inputs));
  }

  private void assertRefused(String message, Map<String, ?> inputs) {
    UserError error = assertThrows(UserError.class, () -> check(inputs));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  private static String text(Struct struct, String key) {
    return struct.getFieldsOrThrow(key).getStringValue();
  }
}

package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sparkstack.dockerplugin.Structs.UNKNOWN;
import static sparkstack.dockerplugin.Structs.secret;
import static sparkstack.dockerplugin.Structs.struct;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImageInputsTest {

  @Test
  void buildsHereWithBuildKitByDefault() {
    ImageInputs inputs = ImageInputs.parse(struct(Map.of("imageName", "spark")));

    assertEquals(".", inputs.build().context());
    assertEquals("Dockerfile", inputs.build().dockerfile());
    assertTrue(inputs.build().buildKit());
    assertFalse(inputs.skipPush());
    assertFalse(inputs.buildOnPreview());
  }

  @Test
  void looksForTheDockerfileInTheContext() {
    ImageInputs inputs = parseBuild(Map.of("context", "./app/"));

    assertEquals("app/Dockerfile", inputs.build().dockerfile());
  }

  @Test
  void keepsTheOrderOfBuildArguments() {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String name : List.of("Z", "A", "M", "B")) {
      arguments.put(name, name.toLowerCase());
    }

    assertEquals(
        List.copyOf(arguments.entrySet()),
        List.copyOf(parseBuild(Map.of("args", arguments)).build().args().entrySet()));
  }

  @Test
  void opensSecrets() {
    ImageInputs inputs =
        ImageInputs.parse(
            struct(
                Map.of(
                    "imageName",
                    secret("spark"),
                    "registry",
                    secret(Map.of("username", "me", "password", secret("open sesame"))))));

    assertEquals("spark", inputs.imageName());
    assertEquals(
        Optional.of(new ImageInputs.Login("me", "open sesame")), inputs.registry().login());
  }

  @Test
  void showsNoPassword() {
    ImageInputs inputs =
        ImageInputs.parse(
            struct(Map.of("registry", Map.of("username", "me", "password", "open sesame"))));

    assertFalse(inputs.toString().contains("open sesame"));
  }

  @Test
  void logsInOnlyWithBothHalvesOfALogin() {
    for (String half : List.of("username", "password")) {
      ImageInputs inputs =
          ImageInputs.parse(struct(Map.of("registry", Map.of(half, "x", "server", "s"))));

      assertEquals(Optional.empty(), inputs.registry().login());
    }
  }

  @Test
  void knowsWhatItCannotBuildYet() {
    assertTrue(parseBuild(Map.of("context", "app")).canBuild());
    assertFalse(parseBuild(Map.of("args", Map.of("VERSION", UNKNOWN))).canBuild());
    assertFalse(parseBuild(Map.of("args", UNKNOWN)).canBuild());
    assertFalse(parseBuild(Map.of("context", UNKNOWN)).canBuild());
    assertFalse(parseBuild(Map.of("dockerfile", UNKNOWN)).canBuild());
    assertFalse(parseBuild(UNKNOWN).canBuild());
    assertFalse(ImageInputs.parse(struct(Map.of("imageName", UNKNOWN))).canBuild());
    assertTrue(
        ImageInputs.parse(struct(Map.of("imageName", "a", "registry", Map.of("password", UNKNOWN))))
            .canBuild());
  }

  private static ImageInputs parseBuild(Object build) {
    return ImageInputs.parse(struct(Map.of("imageName", "spark", "build", build)));
  }
}

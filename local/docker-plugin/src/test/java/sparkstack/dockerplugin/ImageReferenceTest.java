package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {

  @ParameterizedTest
  @CsvSource({
    "spark, , spark,",
    "spark:1, , spark, 1",
    "team/spark:1, , team/spark, 1",
    "localhost/spark, localhost, spark,",
    "localhost:5000/team/spark:1, localhost:5000, team/spark, 1",
    "registry:5000/spark, registry:5000, spark,",
    "ghcr.io/a/b/c:x-1.2_3, ghcr.io, a/b/c, x-1.2_3",
    "127.0.0.1:5000/a, 127.0.0.1:5000, a,",
    "[::1]:5000/a, [::1]:5000, a,",
  })
  void splitsNames(String name, String host, String path, String tag) {
    assertEquals(
        new ImageReference(Optional.ofNullable(host), path, Optional.ofNullable(tag)),
        ImageReference.parse(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Spark", "a:b:c", "a b", "-x", "localhost:5000/", "https://a.io/b", "a@sha256:1"})
  void refusesWhatDockerWouldRefuse(String name) {
    UserError error = assertThrows(UserError.class, () -> ImageReference.parse(name));

    assertTrue(error.getMessage().contains(name));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/me/spark, https://index.docker.io/v1/",
    "me/spark, https://index.docker.io/v1/",
    "localhost:5000/spark, localhost:5000",
    "ghcr.io/me/spark, ghcr.io",
  })
  void knowsWhereDockerKeepsTheLogin(String name, String server) {
    assertEquals(server, ImageReference.parse(name).authServer());
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io, https://index.docker.io/v1/",
    "https://index.docker.io/v1/, https://index.docker.io/v1/",
    "https://ghcr.io, ghcr.io",
    "http://localhost:5000/v2/, localhost:5000",
    "ghcr.io/me, ghcr.io",
  })
  void understandsServersAsUsersWriteThem(String given, String server) {
    assertEquals(server, ImageReference.authServer(given));
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/spark:1, spark, true",
    "docker.io/me/spark:1, me/spark, true",
    "localhost:5000/me/spark:1, localhost:5000/me/spark, true",
    "localhost:5000/me/spark:1, localhost:5001/me/spark, false",
    "localhost:5000/me/spark:1, me/spark, false",
  })
  void recognizesItsRepository(String name, String repository, boolean same) {
    ImageReference digest = ImageReference.parse(repository + "@sha256:" + "0".repeat(64));

    assertEquals(same, ImageReference.parse(name).sameRepository(digest));
  }
}

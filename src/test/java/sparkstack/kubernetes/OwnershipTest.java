package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;
import sparkstack.config.SettingsReader;

class OwnershipTest {
  @Test
  void everyObjectNamesItsStackAndHasTheFieldManagerOfTheStack() {
    for (var object : objects(Recording.EVERYTHING)) {
      var annotations = Manifest.object(object.at("metadata.annotations"));
      assertEquals("spark/dev", annotations.get("sparkstack/owner"), object::toString);
      assertEquals(
          "pulumi-spark/dev", annotations.get("pulumi.com/patchFieldManager"), object::toString);
    }
  }

  /**
   * With patchForce, an update would overwrite another stack's mark instead of reporting a
   * conflict.
   */
  @Test
  void namespaceAndClaimAreNotForced() {
    assertEquals(
        Set.of("Namespace spark-dev", "ConfigMap spark-owner"), notForced(Recording.EVERYTHING));
  }

  @Test
  void aStackThatAdoptsForcesAll() {
    assertEquals(Set.of(), notForced(Map.of("adopt", "other/prod")));
  }

  @Test
  void theClaimHasNothingThatASparkVersionChanges() {
    var claim = Recording.of(project(), Recording.EVERYTHING).object("ConfigMap", "spark-owner");

    assertEquals(Map.of("project", "spark", "stack", "dev"), claim.at("data"));
    assertEquals(
        null, Manifest.object(claim.at("metadata.labels")).get("app.kubernetes.io/version"));
  }

  /** The limit of Kubernetes is 128 characters. */
  @Test
  void aLongStackNameStillGivesAFieldManager() {
    var stack = "s".repeat(140);
    var settings =
        SettingsReader.read(Recording.passed(Map.of("namespace", "spark")), stack, Path.of("."));
    var manager = Ownership.marks(settings.cluster()).get("pulumi.com/patchFieldManager");

    assertTrue(manager.length() <= 128, manager);
  }

  private static Set<String> notForced(Map<String, Object> config) {
    return objects(config).stream()
        .filter(
            it ->
                !"true"
                    .equals(
                        Manifest.object(it.at("metadata.annotations"))
                            .get("pulumi.com/patchForce")))
        .map(it -> it.kind() + " " + it.at("metadata.name"))
        .collect(Collectors.toSet());
  }

  private static List<Manifest> objects(Map<String, Object> config) {
    return Recording.of(project(), config).kubernetesObjects();
  }

  private static ProjectFolder project() {
    return new ProjectFolder(Path.of("."));
  }
}

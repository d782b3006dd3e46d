package sparkstack.ownership;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.Recording;
import sparkstack.config.SettingsReader;
import sparkstack.kubernetes.Ownership;
import sparkstack.settings.Settings;
import sparkstack.state.ObjectName;

class OwnershipCheckTest {
  private static final Map<String, Object> EVERYTHING =
      Map.of(
          "imageReference", "registry.example.com/spark:4.3.0",
          "registryUsername", "robot",
          "registryPassword", "secret s3cret",
          "dataVolumeSize", "1Gi",
          "uiIngressHost", "spark.example.com",
          "workerMaxReplicas", 3,
          "driverJar", "local:///app.jar",
          "driverClass", "example.Main");

  private final Map<String, String> owners = new HashMap<>();

  @Test
  void nothingIsRefusedInAnEmptyCluster() {
    assertEquals(List.of(), errors(Map.of()));
  }

  @Test
  void aNamespaceWithoutAnOwnerIsRefusedWithEachWayOut() {
    owners.put("Namespace spark-dev", null);
    // The object is in another owner's namespace: only the namespace is an error.
    owners.put("Deployment spark-dev/spark-master", null);

    assertEquals(
        List.of(
            """
            spark:namespace: Namespace spark-dev already exists and belongs to no stack of this program. Nothing was changed.
              To keep it unchanged, set spark:namespace to another name.
              To use it without owning it, set spark:createNamespace to false.
              To take over, set spark:adopt to unowned. pulumi destroy of this stack then deletes it and everything in it."""),
        errors(Map.of()));
  }

  @Test
  void objectsOfAnotherStackAreRefusedAndTheStackIsNamed() {
    owners.put("Namespace shared", "other/prod");
    owners.put("ConfigMap shared/etl-owner", "other/prod");
    owners.put("Service shared/etl-ui", "other/prod");

    assertEquals(
        List.of(
            """
            spark:clusterName: ConfigMap shared/etl-owner, Service shared/etl-ui already exist and belong to the stack other/prod. Nothing was changed.
              To keep them unchanged, set spark:clusterName or spark:namespace to another name.
              To take over, set spark:adopt to other/prod. pulumi destroy of this stack then deletes them."""),
        errors(Map.of("namespace", "shared", "clusterName", "etl", "createNamespace", false)));
  }

  @Test
  void aNamedOwnerIsAdoptedAndNoOther() {
    owners.put("Namespace spark-dev", "other/prod");

    assertEquals(List.of(), errors(Map.of("adopt", "other/prod")));
    assertEquals(1, errors(Map.of("adopt", "unowned")).size());
    assertEquals(1, errors(Map.of("adopt", "other/staging")).size());
  }

  @Test
  void aCreationThatWasInterruptedGoesOn() {
    owners.put("Namespace spark-dev", "spark/dev");
    owners.put("ConfigMap spark-dev/spark-owner", "spark/dev");

    assertEquals(List.of(), errors(Map.of()));
  }

  @Test
  void objectsInTheStacksStateAreItsOwnWithoutAMark() {
    owners.put("Namespace spark-dev", null);
    owners.put("Deployment spark-dev/spark-master", null);
    var state = Set.of("Namespace spark-dev", "Deployment spark-dev/spark-master");

    assertEquals(List.of(), errors(state, this::find, Map.of()));
  }

  /** A client of Kubernetes would make each preview slower. */
  @Test
  void aStackWithoutNewObjectsAsksTheClusterNothing() {
    LiveCluster none =
        (apiVersion, kind, namespace, name) -> {
          throw new AssertionError("Asked for " + kind + " " + name);
        };
    for (var config : List.of(Map.<String, Object>of(), EVERYTHING)) {
      var own = objects(config).stream().map(ObjectName::toString).collect(Collectors.toSet());
      assertEquals(List.of(), errors(own, none, config));
    }
  }

  @Test
  void aClusterThatDoesNotAnswerRefusesNothing() {
    LiveCluster silent =
        (apiVersion, kind, namespace, name) -> {
          throw new LiveCluster.UnreachableException(new IllegalStateException("no route"));
        };

    assertEquals(List.of(), errors(Set.of(), silent, Map.of()));
  }

  /** The program would take over an object that the check does not know. */
  @Test
  void everyObjectWithAFixedNameIsAskedFor() {
    var recorded =
        Recording.of(new ProjectFolder(Path.of(".")), EVERYTHING).kubernetesObjects().stream()
            .filter(it -> it.at("immutable") == null)
            .map(OwnershipCheckTest::nameOf)
            .collect(Collectors.toCollection(TreeSet::new));

    assertEquals(
        recorded,
        objects(EVERYTHING).stream()
            .map(it -> it.apiVersion() + " " + it)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static String nameOf(Manifest object) {
    var namespace = object.at("metadata.namespace") instanceof String it ? it : "";
    var name = (String) object.at("metadata.name");
    var apiVersion = object.type().replaceFirst("^kubernetes:(core/)?", "").replaceFirst(":.*", "");
    if (apiVersion.contains("networking")) {
      apiVersion = "networking.k8s.io/v1";
    }
    return apiVersion + " " + new ObjectName(apiVersion, object.kind(), namespace, name);
  }

  private List<String> errors(Map<String, Object> config) {
    return errors(Set.of(), this::find, config);
  }

  private static List<String> errors(
      Set<String> own, LiveCluster live, Map<String, Object> config) {
    var settings = dev(config);
    return new OwnershipCheck(own, live).errors("spark:", settings.cluster(), settings.driver());
  }

  private static List<ObjectName> objects(Map<String, Object> config) {
    var settings = dev(config);
    return ClusterObjects.of(settings.cluster(), settings.driver());
  }

  private Optional<Map<String, String>> find(
      String apiVersion, String kind, String namespace, String name) {
    var object = new ObjectName(apiVersion, kind, namespace, name).toString();
    if (!owners.containsKey(object)) {
      return Optional.empty();
    }
    var owner = owners.get(object);
    return Optional.of(owner == null ? Map.of() : Map.of(Ownership.OWNER, owner));
  }

  private static Settings dev(Map<String, Object> config) {
    return SettingsReader.read(Recording.passed(config), "dev", Path.of("."));
  }
}

package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.pulumi.exceptions.RunException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.settings.ClustersSettings;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.MemorySize;
import sparkstack.settings.NamespaceSettings;

/** Settings of a program that uses this one as a library, from the config and from code. */
class ClustersReaderTest extends ProjectTest {
  private static final StackConfig EMPTY = new StackConfig(Map.of(), Set.of());
  private static final Map<String, Object> DRIVER =
      Map.of("driverJar", ProjectFolder.JAR, "driverClass", "example.Main");

  /** A config with two clusters and an empty image. */
  private static StackConfig config(Map<String, ?> one, Map<String, ?> other) {
    return EMPTY.with("app:image", Map.of()).with("app:one", one).with("app:other", other);
  }

  private ClustersSettings read(StackConfig config) {
    return new ClustersReader(config, "app", "dev", folder).read("one", "other");
  }

  private List<String> errors(StackConfig config) {
    var error = assertThrows(RunException.class, () -> read(config));
    return error.getMessage().lines().skip(1).map(String::strip).toList();
  }

  @Test
  void haveTheDefaultsOfTheStackExceptForNames() {
    var clusters = read(config(Map.of(), Map.of())).clusters();
    var stack = SettingsReader.read(EMPTY, "dev", folder).cluster();

    assertEquals(List.of("one", "other"), List.copyOf(clusters.keySet()));
    for (var name : clusters.keySet()) {
      var cluster = clusters.get(name);
      assertEquals(name, cluster.name());
      assertEquals(new NamespaceSettings(name + "-dev", true), cluster.namespace());
      assertEquals(stack.workers(), cluster.workers());
      assertEquals(stack.master(), cluster.master());
    }
  }

  @Test
  void haveTheNamesOfTheirKeysForMessages() {
    var keys = read(config(Map.of(), Map.of())).clusters().get("other").keys();

    assertEquals("app:other.adopt", keys.adopt());
    assertEquals("app:other.driverTimeoutMinutes", keys.driverTimeout());
    assertEquals("app:image.registryUsername", keys.registryUsername());
  }

  @Test
  void fromCodeReplaceTheUsersValuesOfTheSameKeys() {
    var config =
        config(Map.of("workerReplicas", 3, "workerMemory", "2g"), Map.of())
            .with("app:one", Map.of("workerReplicas", 5, "sparkConf", Map.of("spark.a", "b")));

    var workers = read(config).clusters().get("one").workers();

    assertEquals(5, workers.replicas());
    assertEquals(MemorySize.ofMebibytes(2048), workers.memory());
  }

  @Test
  void errorsShowNoSecretInAListInPlaceOfAMap() {
    var values = new HashMap<>(config(Map.of(), Map.of()).values());
    values.put("app:one", "[{\"sparkConf\": {\"spark.authenticate.secret\": \"hunter2\"}}]");

    assertEquals(
        List.of("app:one: \"[secret]\" must be a map, such as {name: value}"),
        errors(new StackConfig(values, Set.of())));
  }

  @Test
  void haveLabelsOfTheirOwn() {
    var team = Map.of("team", "data");
    var clusters = read(config(Map.of("labels", team), Map.of())).clusters();

    assertEquals(team, clusters.get("one").labels());
    assertEquals(Map.of(), clusters.get("other").labels());
  }

  @Test
  void otherKeysOfTheProjectAreIgnored() {
    var values = new HashMap<>(config(Map.of(), Map.of()).values());
    values.put("app:team", "data");

    assertEquals(2, read(new StackConfig(values, Set.of())).clusters().size());
  }

  @Test
  void eachClusterMustHaveItsKey() {
    assertEquals(
        List.of(
            "app:image: must be set to a map of keys; {} leaves all at their defaults",
            "app:one: must be set to a map of keys; {} leaves all at their defaults",
            "app:other: must be set to a map of keys; {} leaves all at their defaults"),
        errors(EMPTY));
  }

  @Test
  void aSecretInPlainTextIsAnErrorThatDoesNotShowIt() {
    var image = Map.of("registryUsername", "robot", "registryPassword", "s3cret", "registry", "?");
    var plain = config(Map.of(), Map.of()).with("app:image", image);
    var encrypted = new StackConfig(plain.values(), Set.of("app:image"));

    assertEquals(
        List.of(
            "app:image.registry: \"?\" must be HOST or HOST:PORT; without :PORT, HOST must be localhost or contain a dot",
            "app:image.registryPassword: must not be plain text: pulumi config set --secret --path app:image.registryPassword"),
        errors(plain));
    assertEquals(
        List.of(
            "app:image.registry: \"[secret]\" must be HOST or HOST:PORT; without :PORT, HOST must be localhost or contain a dot"),
        errors(encrypted));
  }

  @Test
  void encryptionOfValuesThatDoNotStaySecretIsAnError() {
    var config = config(Map.of("sparkConf", Map.of("spark.a", "b")), Map.of());
    var encrypted = new StackConfig(config.values(), Set.of("app:image", "app:one"));

    var refused = "must not be encrypted: it would be plain text in state and cluster; ";
    assertEquals(
        List.of(
            "app:image: " + refused + "set it without --secret",
            "app:one: "
                + refused
                + "put secrets into a Kubernetes Secret, for env of app:one.driverPod or"
                + " app:one.workerPod to name by valueFrom.secretKeyRef, and set it without"
                + " --secret"),
        errors(encrypted));
  }

  @Test
  void anImageMayBeEncryptedBecauseOfItsPasswordAlone() {
    var config = config(Map.of(), Map.of()).with("app:image", Map.of("registryPassword", "s3cret"));
    assertEquals(
        List.of("app:image.registryUsername: must be set together with app:image.registryPassword"),
        errors(new StackConfig(config.values(), Set.of("app:image"))));
  }

  @Test
  void onlyOneJarIsBuiltIntoTheImage() throws IOException {
    assertEquals(
        ProjectFolder.JAR,
        ((ImageSettings) read(config(DRIVER, DRIVER)).image()).applicationJar().get().location());

    project.writeJar("docker/other.jar", "example.Main");
    var other = Map.of("driverJar", "docker/other.jar", "driverClass", "example.Main");
    assertEquals(
        List.of(
            "app:other.driverJar: \"docker/other.jar\" must be examples/weather/target/weather.jar, the jar of another driver, or local:///PATH of a jar in the image: the stack builds one jar into the image"),
        errors(config(DRIVER, other)));
  }

  @Test
  void noJarIsBuiltIntoAnExistingImage() {
    var image = Map.of("imageReference", "registry.example.com/spark@sha256:" + "0".repeat(64));
    assertEquals(
        List.of(
            "app:one.driverJar: \"examples/weather/target/weather.jar\" must be local:///PATH of a jar in the image: with app:image.imageReference, the stack builds no image"),
        errors(config(DRIVER, Map.of()).with("app:image", image)));
  }

  @Test
  void errorsNameOtherKeysAsTheUserTypesThem() {
    var one =
        Map.of(
            "workerMemory",
            "1g",
            "executorMemory",
            "2g",
            "sparkConf",
            Map.of("spark.executor.cores", 2));
    assertEquals(
        List.of(
            "app:one.executorMemory: \"2g\" must be at most app:one.workerMemory (1g): otherwise, no worker has room for an executor",
            "app:one.sparkConf.spark.executor.cores: is set by the program: use app:one.executorCores"),
        errors(config(one, Map.of())));
  }

  @Test
  void clustersWithErrorsAreNotCompared() {
    var wrong = Map.of("namespace", "data", "createNamespace", "no");
    var shared = Map.of("namespace", "data", "createNamespace", false);
    assertEquals(
        List.of("app:one.createNamespace: \"no\" must be true or false"),
        errors(config(wrong, shared)));
  }

  @Test
  void namesOfClustersInCodeAreChecked() {
    for (var name : List.of("image", "Etl", "etl_2")) {
      var reader = new ClustersReader(EMPTY, "app", "dev", folder);
      var error = assertThrows(IllegalArgumentException.class, () -> reader.read(name));
      assertFalse(error.getMessage().isEmpty());
    }
  }
}

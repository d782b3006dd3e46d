package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

class ConfigurationReferenceTest {
  /** Keys that must be set together with a key. */
  private static final Map<String, List<String>> NEEDED =
      Map.ofEntries(
          Map.entry("registryUsername", List.of("registryPassword")),
          Map.entry("hadoopFlavour", List.of("imageCdsArchive")),
          Map.entry("createNamespace", List.of("clusterName")),
          Map.entry("workerMinReplicas", List.of("workerMaxReplicas")),
          Map.entry("workerTargetCpu", List.of("workerMaxReplicas")),
          Map.entry("executorCores", List.of("workerCores")),
          Map.entry("executorMemory", List.of("workerMemory")),
          Map.entry("uiIngressClass", List.of("uiIngressHost")),
          Map.entry("uiIngressTlsSecret", List.of("uiIngressHost")),
          Map.entry("uiIngressAnnotations", List.of("uiIngressHost")),
          Map.entry("uiHost", List.of("uiServiceType")),
          Map.entry("dataVolumeStorageClass", List.of("dataVolumeSize")),
          Map.entry("dataVolumeAccessMode", List.of("dataVolumeSize")),
          Map.entry("dynamicAllocationMinExecutors", List.of("dynamicAllocation")),
          Map.entry("dynamicAllocationMaxExecutors", List.of("dynamicAllocation")),
          Map.entry("driverJar", List.of("driverClass")),
          Map.entry("driverClass", List.of("driverJar")));

  @TempDir Path folder;

  /** With -Dreference.renew=true, the test writes the files. */
  @TestFactory
  Stream<DynamicTest> filesComeFromTheDeclarations() throws IOException {
    var files =
        Map.of(
            ConfigurationReference.FILE, ConfigurationReference.text(),
            StackSchema.FILE, StackSchema.text(),
            PulumiYaml.FILE, PulumiYaml.text());
    return files.entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey().toString(), () -> compare(file.getKey(), file.getValue())));
  }

  private static void compare(Path file, String text) throws IOException {
    if (Boolean.getBoolean("reference.renew")) {
      Files.writeString(file, text);
    }
    assertEquals(
        text,
        Files.readString(file),
        file + " differs from the declarations of the keys: make reference renews it");
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsAccepted() throws IOException {
    var project = ProjectFolder.in(folder);
    var examples = new TreeMap<String, Object>();
    for (var key : StackKeys.ALL) {
      examples.put(key.name(), new Yaml().load(key.form().example()));
    }
    examples.put("registryPassword", "secret s3cret");
    examples.put(
        "caCertificates", Files.readString(Path.of("src/test/resources/certificates/root-1.pem")));
    return StackKeys.ALL.stream()
        .map(Key::name)
        .filter(key -> !key.equals("registryPassword"))
        .map(
            key -> {
              var config = new TreeMap<String, Object>(Map.of(key, examples.get(key)));
              NEEDED.getOrDefault(key, List.of()).forEach(it -> config.put(it, examples.get(it)));
              return DynamicTest.dynamicTest(
                  config.toString(),
                  () -> assertEquals("", Recording.errorOf(project, "dev", config)));
            });
  }
}

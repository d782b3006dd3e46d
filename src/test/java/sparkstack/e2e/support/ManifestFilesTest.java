package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFilesTest {
  @TempDir Path folder;

  @Test
  void writesOneFileForEachObjectWithSortedKeys() throws IOException {
    rendered("{kind: Service, metadata: {name: ui}, apiVersion: v1, spec: {b: [1], a: x}}");

    assertEquals(
        """
        apiVersion: v1
        kind: Service
        metadata:
          name: ui
        spec:
          a: x
          b:
            - 1
        """,
        ManifestFiles.read(folder).get("service-ui.yaml"));
  }

  @Test
  void omitsTheDigestOfANameFromTheFileName() throws IOException {
    rendered("{kind: ConfigMap, metadata: {name: spark-master-d7039c2a1d}}");

    var files = ManifestFiles.read(folder);

    assertEquals(Set.of("configmap-spark-master.yaml"), files.keySet());
    assertTrue(files.get("configmap-spark-master.yaml").contains("spark-master-d7039c2a1d"));
  }

  @Test
  void replacesTheSuffixOfAGeneratedName() throws IOException {
    rendered(
        "{kind: ConfigMap, metadata: {name: conf-0a1b2c3d, "
            + "annotations: {pulumi.com/autonamed: 'true'}}}");
    rendered("{kind: Pod, metadata: {name: driver}, spec: {volume: conf-0a1b2c3d}}");

    var files = ManifestFiles.read(folder);

    assertEquals(
        "kind: ConfigMap\nmetadata:\n  name: conf-xxxxxxxx\n", files.get("configmap-conf.yaml"));
    assertTrue(files.get("pod-driver.yaml").contains("volume: conf-xxxxxxxx"));
  }

  @Test
  void hidesTheIdOfAGeneratedSecretInEveryObject() throws IOException {
    rendered("{kind: Secret, metadata: {name: a, annotations: {authentication-id: 0-1-2}}}");
    rendered("{kind: Pod, metadata: {name: driver}, spec: {id: 0-1-2}}");

    var files = ManifestFiles.read(folder);

    assertFalse(files.toString().contains("0-1-2"), files.toString());
    assertTrue(files.get("pod-driver.yaml").contains("id: not shown"), files.toString());
  }

  @Test
  void hidesSecrets() throws IOException {
    rendered("{kind: Secret, metadata: {name: key}, data: {a: c2VjcmV0}, stringData: {b: secret}}");

    var text = ManifestFiles.read(folder).get("secret-key.yaml");

    assertFalse(text.contains("c2VjcmV0"), text);
    assertFalse(text.contains(" secret"), text);
  }

  @Test
  void writesAMultiLineStringAsABlock() throws IOException {
    rendered("{kind: ConfigMap, metadata: {name: conf}, data: {file: \"one\\ntwo\\n\"}}");

    var text = ManifestFiles.read(folder).get("configmap-conf.yaml");

    assertTrue(text.contains("file: |\n    one\n    two\n"), text);
  }

  private void rendered(String yaml) throws IOException {
    Files.writeString(Files.createTempFile(folder, "object", ".yaml"), yaml);
  }
}

package sparkstack.bench.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;
import sparkstack.bench.BenchException;

class YamlProgramTest {
  private static final String EXPORT =
      """
      {"deployment": {"resources": [
        {"urn": "urn:pulumi:s::spark::pulumi:pulumi:Stack::spark-s", "custom": false,
         "type": "pulumi:pulumi:Stack", "outputs": {"workerReplicas": 2}},
        {"urn": "urn:pulumi:s::spark::pulumi:providers:kubernetes::kubernetes", "custom": true,
         "type": "pulumi:providers:kubernetes", "inputs": {"__internal": {}, "kubeconfig": "", "version": "4.25.0"}},
        {"urn": "urn:pulumi:s::spark::spark:cluster:SparkCluster::spark", "custom": false,
         "type": "spark:cluster:SparkCluster"},
        {"urn": "urn:pulumi:s::spark::spark:cluster:SparkCluster$kubernetes:core/v1:Namespace::spark",
         "custom": true, "type": "kubernetes:core/v1:Namespace",
         "inputs": {"metadata": {"name": "spark-s"}},
         "provider": "urn:pulumi:s::spark::pulumi:providers:kubernetes::kubernetes::some-id"},
        {"urn": "urn:pulumi:s::spark::spark:cluster:SparkCluster$kubernetes:core/v1:Service::spark",
         "custom": true, "type": "kubernetes:core/v1:Service",
         "inputs": {"spec": {"ports": [8080], "externalName": "${HOST}"}},
         "provider": "urn:pulumi:s::spark::pulumi:providers:kubernetes::kubernetes::some-id",
         "dependencies":
           ["urn:pulumi:s::spark::spark:cluster:SparkCluster$kubernetes:core/v1:Namespace::spark"],
         "customTimeouts": {"create": 1800}}
      ]}}
      """;

  @Test
  void hasWhatTheStackHasButItsComponents() throws Exception {
    YamlProgram program = YamlProgram.of(json(EXPORT));

    assertEquals(3, program.size());
    assertEquals(
        new YAMLMapper()
            .readTree(
                """
                name: spark
                runtime: yaml
                resources:
                  resource0:
                    type: pulumi:providers:kubernetes
                    name: kubernetes
                    properties:
                      kubeconfig: ""
                    options:
                      version: 4.25.0
                  resource1:
                    type: kubernetes:core/v1:Namespace
                    name: spark
                    properties:
                      metadata:
                        name: spark-s
                    options:
                      provider: ${resource0}
                  resource2:
                    type: kubernetes:core/v1:Service
                    name: spark
                    properties:
                      spec:
                        ports: [8080]
                        externalName: $${HOST}
                    options:
                      provider: ${resource0}
                      dependsOn: ["${resource1}"]
                      customTimeouts:
                        create: 1800s
                outputs:
                  workerReplicas: 2
                """),
        new YAMLMapper().readTree(program.text()));
  }

  @Test
  void refusesAStackWithSecrets() throws Exception {
    String secret = "{\"4dabf18193072939515e22adb298388d\": \"1b47061264138c4ac30d75fd1eb44270\"}";

    BenchException e =
        assertThrows(
            BenchException.class,
            () -> YamlProgram.of(json(EXPORT.replace("\"spark-s\"}", secret + "}"))));

    assertTrue(e.getMessage().startsWith("the stack has secrets"), e.getMessage());
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}

package sparkstack.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import sparkstack.Manifest;

/** docs/configuration.md, made of what the program reads and what Pulumi.yaml tells of it. */
final class ConfigurationReference {
  static final Path FILE = Path.of("docs", "configuration.md");

  private static final String INTRODUCTION =
      """
      # Configuration

      Every key of a stack's config. This file is made from the program and from Pulumi.yaml: `make reference` renews it,
      and a test fails while it is another.

      `pulumi config set spark:workerReplicas 4` sets a key; `pulumi config set --path 'spark:sparkConf["spark.speculation"]' true`
      an entry of a map. Lists and maps are easier to write in the stack's file, `Pulumi.STACK.yaml`. An empty text is
      "not set". Everything that is wrong is said at once, at preview, and nothing is changed.

      ## Memory of a worker

      A worker's container has room for the worker's own JVM and for as many executors as fit:

      ```
      executors   n = min(workerCores / executorCores, workerMemory / executorMemory)
      overhead      = n * max(384 MiB, 10 % of executorMemory)      or spark:workerMemoryOverhead
      limit         = workerMemory + overhead + workerDaemonMemory + 256 MiB      or spark:workerMemoryLimit
      ```

      Request and limit of memory are the same. A JVM takes its CPU limit for the number of processors: `workerCores` and one
      more unless set. The request of CPU is `workerCores`, and may be less where many small workers share few cores.
      """;

  /** The fields of a PodSpec, those of a Container, and the rows of the table. */
  private static final String PODS =
      """

      ## Pods

      `spark:masterPod`, `spark:workerPod` and `spark:driverPod` add to the pods of a role, in the words of Kubernetes. Each is
      one map of

      - `labels` and `annotations` of the pods;
      - fields of the pods' `spec`: %s;
      - fields of the role's own container: %s.

      A map or list that the program sets too is merged: your volumes, mounts, variables, containers and resources come after
      the program's. `securityContext` is one map for both: SECURITY are set for
      the container, all other fields for the pod. `resources` takes everything but CPU, memory and ephemeral storage, which
      have keys of their own:

      ```yaml
      spark:workerPod:
        resources:
          limits: {nvidia.com/gpu: 1}
      spark:workerConf:
        spark.worker.resource.gpu.amount: "1"
        spark.worker.resource.gpu.discoveryScript: /opt/gpu/discover.sh
      ```

      `initContainers` and `containers` are whole containers. Without `image` they run Spark's own image. They may mount your
      volumes and the program's: `tmp`, `config`, `work` of workers, and `data` where there is a data volume. An init container
      with `restartPolicy: Always` is a sidecar, for which Kubernetes 1.29 is the least. A driver's sidecar must be such a one:
      its Job completes when every other container has ended.

      In the namespace that the stack creates, pods keep to the Pod Security Standard `restricted`. Preview refuses what the
      standard refuses. Each of your own containers needs `securityContext: {allowPrivilegeEscalation: false, capabilities:
      {drop: [ALL]}}`. In a namespace of your own (`spark:createNamespace: false`) your namespace's rules apply.

      The program sets these fields itself, and refuses them:

      | field | role | reason | instead |
      |---|---|---|---|
      %s""";

  private ConfigurationReference() {}

  static String text() throws IOException {
    Map<String, Object> project = new Yaml().load(Files.readString(Path.of("Pulumi.yaml")));
    var meanings = Manifest.object(project.get("config"));
    var sections =
        SettingsReader.declared().stream()
            .collect(
                Collectors.groupingBy(Declared::section, LinkedHashMap::new, Collectors.toList()));
    var text = new StringBuilder(INTRODUCTION);
    sections.forEach((title, settings) -> text.append(section(title, settings, meanings)));
    return text.append(pods()).toString();
  }

  private static String pods() {
    var rows =
        Stream.of(ManagedPodFields.SPEC, ManagedPodFields.CONTAINER)
            .flatMap(List::stream)
            .map(ConfigurationReference::row)
            .collect(Collectors.joining());
    return PODS.formatted(list(PodReader.SPEC), list(PodReader.CONTAINER), rows)
        .replace("SECURITY", list(List.copyOf(new TreeSet<>(PodReader.SECURITY_OF_CONTAINER))));
  }

  private static String row(ManagedPodFields.Field field) {
    var instead = field.instead().isEmpty() ? "" : "`spark:%s`".formatted(field.instead());
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            field.name(), String.join(", ", new TreeSet<>(field.roles())), field.reason(), instead);
  }

  private static String list(List<String> names) {
    return names.stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
  }

  private static String section(
      String title, List<Declared> settings, Map<String, Object> meanings) {
    var rows =
        settings.stream()
            .map(it -> row(it, (String) Manifest.object(meanings.get(it.key())).get("description")))
            .collect(Collectors.joining());
    return """

        ## %s

        | key | meaning | type | unit | default | allowed | example |
        |---|---|---|---|---|---|---|
        %s"""
        .formatted(title, rows);
  }

  private static String row(Declared setting, String meaning) {
    return "| `spark:%s` | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            setting.key(),
            cell(meaning),
            setting.type(),
            setting.unit(),
            code(setting.defaultText()),
            cell(setting.allowed()),
            code(setting.example()));
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|");
  }
}

package sparkstack.config;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generates docs/configuration.md from the declarations of the keys. */
final class ConfigurationReference {
  static final Path FILE = Path.of("docs", "configuration.md");

  private static final String INTRODUCTION =
      """
      # Configuration

      This page lists every key of a stack's config. `make reference` generates it from the program. A test fails if the page
      is out of date.

      To set a key, run `pulumi config set spark:workerReplicas 4`. To set an entry of a map, run
      `pulumi config set --path 'spark:sparkConf["spark.speculation"]' true`. Write `--` before a value that starts with a dash:
      `pulumi config set --path 'spark:driverArguments[0]' -- --output`. Lists and maps are easier to edit in the stack's
      file, `Pulumi.STACK.yaml`. A key whose value is an empty string is not set. Preview reports every config error at once
      and changes nothing.

      ## Memory of a worker

      A worker's container has memory for the worker's own JVM and for as many executors as fit:

      ```
      executors   n = min(workerCores / executorCores, workerMemory / executorMemory)
      overhead      = n * max(384 MiB, 10 % of executorMemory)      or spark:workerMemoryOverhead
      limit         = workerMemory + overhead + workerDaemonMemory + 256 MiB      or spark:workerMemoryLimit
      ```

      The memory request is the same as the memory limit. The CPU limit is the number of processors that the JVMs see. By
      default, it is one more than `workerCores`. The CPU request is `workerCores` by default. Set a lower request if many small
      workers share few cores.
      """;

  /**
   * With places for the fields of a PodSpec, the fields of a Container and the rows of the table.
   */
  private static final String PODS =
      """

      ## Pods

      `spark:masterPod`, `spark:workerPod` and `spark:driverPod` add fields to the pods of a role. Each key is one map that may
      contain

      - `labels` and `annotations` of the pods;
      - fields of the PodSpec: %s;
      - fields of the role's Container: %s.

      The fields have the names and the values that they have in a manifest. The program merges your maps and lists with its
      own: your volumes, mounts, variables, containers and resources come after the program's. `securityContext` is one map for
      the pod and the container. The program sets these fields of it for the container, and all others for the pod:
      SECURITY.

      Use `resources` for everything except CPU, memory and ephemeral storage, which have their own keys:

      ```yaml
      spark:workerPod:
        resources:
          limits: {nvidia.com/gpu: 1}
      spark:workerConf:
        spark.worker.resource.gpu.amount: "1"
        spark.worker.resource.gpu.discoveryScript: /opt/gpu/discover.sh
      ```

      `initContainers` and `containers` are lists of complete Containers. A container without `image` runs the stack's image.
      Your containers may mount your volumes and the program's volumes: `tmp`, `config`, `work` (workers only) and `data` (with
      `spark:dataVolumeSize`). An init container with `restartPolicy: Always` is a sidecar. A sidecar needs Kubernetes 1.29 or
      newer: an older cluster would wait for the sidecar to end. For the driver, a sidecar must be such an init container,
      because a Job completes only when all `containers` have ended.

      If the stack creates the namespace, the namespace enforces the Pod Security Standard `restricted`, and preview reports an
      error for every field that violates the standard. Each container that you add needs
      `securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}`. If you set
      `spark:createNamespace: false`, the rules of the existing namespace apply.

      You cannot set these fields:

      | field | role | reason | instead |
      |---|---|---|---|
      %s""";

  private ConfigurationReference() {}

  static String text() {
    var text = new StringBuilder(INTRODUCTION);
    StackKeys.SECTIONS.forEach(section -> text.append(section(section)));
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
    var instead = field.instead().map(it -> "`spark:%s`".formatted(it.name())).orElse("");
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            field.name(),
            field.roles().stream().map(Role::toString).sorted().collect(Collectors.joining(", ")),
            field.reason(),
            instead);
  }

  private static String list(List<String> names) {
    return names.stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
  }

  private static String section(Section section) {
    return """

        ## %s

        | key | meaning | type | unit | default | allowed | example |
        |---|---|---|---|---|---|---|
        %s"""
        .formatted(
            section.title(),
            section.keys().stream().map(ConfigurationReference::row).collect(Collectors.joining()));
  }

  private static String row(Key<?> key) {
    var form = key.form();
    return "| `spark:%s` | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            key.name(),
            cell(key.meaning()),
            form.type(),
            form.unit(),
            code(form.defaultText()),
            cell(form.allowed()),
            code(form.example()));
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + cell(text) + "`";
  }

  private static String cell(String text) {
    return text.replaceAll("\\s+", " ").replace("|", "\\|");
  }
}

package sparkstack.config;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/configuration.md, which comes from the declarations of the keys. */
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
      the program's. `securityContext` is one map for the pod and the container. The program sets these of its fields
      for the container, and all others for the pod:
      SECURITY.
      `resources` takes everything but CPU, memory and ephemeral storage, which have keys of their own:

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
      with `restartPolicy: Always` is a sidecar and needs Kubernetes 1.29 or newer; an older cluster would wait for its end. A
      driver's sidecar must be such an init container, because a Job completes only when all `containers` have ended.

      The namespace that the stack creates enforces the Pod Security Standard `restricted`. Preview refuses what the standard
      refuses. Each of your own containers needs `securityContext: {allowPrivilegeEscalation: false, capabilities:
      {drop: [ALL]}}`. In another namespace (`spark:createNamespace: false`) its own rules apply.

      These fields are not yours to set:

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
            field.name(), String.join(", ", new TreeSet<>(field.roles())), field.reason(), instead);
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

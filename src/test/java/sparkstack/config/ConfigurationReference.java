package sparkstack.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    return text.toString();
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

package sparkstack.bench.preview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sparkstack.bench.BenchException;
import sparkstack.bench.Folder;

/** The bench's own files: a project for each way, and a backend for their stacks. */
final class Workspace implements AutoCloseable {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** The sources that both Java ways need. */
  private static final List<String> SOURCES =
      List.of("pom.xml", "parent/pom.xml", ".mvn", "src/main");

  private final Path project;
  private final Path folder;

  private Workspace(Path project) {
    this.project = project;
    this.folder = project.resolve("bench/target/preview");
  }

  /** Creates the workspace. Removes the files of an earlier bench. */
  static Workspace create(Options options) {
    Workspace workspace = new Workspace(options.project());
    workspace.close();
    try {
      Files.createDirectories(workspace.folder.resolve("state"));
      workspace.makeProject(Way.PACKAGED, options);
      for (String part : List.of("mvn", "javac", "run", "target/package")) {
        workspace.link(Way.PACKAGED, part);
      }
      workspace.makeProject(Way.MAVEN, options);
      workspace.useMaven();
      Files.createDirectories(workspace.projectOf(Way.YAML));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return workspace;
  }

  /** The folder in which Pulumi runs. */
  Path projectOf(Way way) {
    return folder.resolve(way.title());
  }

  String backend() {
    return folder.resolve("state").toUri().toString();
  }

  void writeYamlProgram(String text) {
    write(projectOf(Way.YAML).resolve("Pulumi.yaml"), text);
  }

  private void makeProject(Way way, Options options) throws IOException {
    for (String source : SOURCES) {
      link(way, source);
    }
    Files.copy(project.resolve("Pulumi.yaml"), projectOf(way).resolve("Pulumi.yaml"));
    write(
        projectOf(way).resolve("Pulumi.%s.yaml".formatted(way.stack())),
        stackFile(options.config(), options.image()));
  }

  private void link(Way way, String path) throws IOException {
    Path link = projectOf(way).resolve(path);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, project.resolve(path));
  }

  /** Removes the project's settings about how to run its program. */
  private void useMaven() throws IOException {
    Path file = projectOf(Way.MAVEN).resolve("Pulumi.yaml");
    ObjectNode content = (ObjectNode) YAML.readTree(file.toFile());
    write(file, text(content.put("runtime", "java")));
  }

  /** The config with an existing image, which contains the application's jar. */
  static String stackFile(Path config, String image) {
    JsonNode content;
    try {
      content = YAML.readTree(config.toFile());
    } catch (IOException e) {
      throw new BenchException(
          "cannot read the stack's config %s: %s".formatted(config, e.getMessage()));
    }
    ObjectNode keys = content.withObjectProperty("config");
    keys.put("spark:imageReference", image);
    String jar = keys.path("spark:driverJar").asText();
    if (!jar.isEmpty() && !jar.startsWith("local:")) {
      keys.put("spark:driverJar", "local:///opt/spark/application/" + Path.of(jar).getFileName());
    }
    return text(content);
  }

  private static String text(JsonNode content) {
    try {
      return YAML.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Folder.delete(folder);
  }
}

package sparkstack.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The files that say what a stack is on Kubernetes, one for each object.
 *
 * @param folder whose files are those of the stack
 */
public record GoldenFiles(Path folder) {
  private static final Path ALL = TestProject.CHECKOUT.resolve("src/test/resources/golden");

  public static GoldenFiles of(String stack) {
    return new GoldenFiles(ALL.resolve(stack));
  }

  /** The stacks that have golden files. */
  public static List<String> stacks() throws IOException {
    if (!Files.isDirectory(ALL)) {
      return List.of();
    }
    try (var folders = Files.list(ALL)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  /** Makes these the files, and no others. */
  public GoldenFiles write(SortedMap<String, String> files) throws IOException {
    delete();
    Files.createDirectories(folder);
    for (var file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
    return this;
  }

  public void delete() throws IOException {
    TestProject.delete(folder);
  }

  public List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  public List<Map<String, Object>> objects() throws IOException {
    var objects = new ArrayList<Map<String, Object>>();
    for (var file : files()) {
      objects.add(TestProject.readYaml(file));
    }
    return objects;
  }

  /** What of {@code other} is not as it is here, as a unified diff; empty if nothing is. */
  public String diff(GoldenFiles other) throws IOException, InterruptedException {
    var result =
        Command.of("diff", "--recursive", "--unified", "--new-file")
            .and(folder.toString(), other.folder.toString())
            .result();
    if (result.status() > 1) {
      throw new IllegalStateException("The golden files cannot be compared: " + result.output());
    }
    return result
        .output()
        .replaceAll("(?m)^diff --recursive.*\n", "")
        .replaceAll("(?m)^(--- |\\+\\+\\+ )([^\t]*)\t.*$", "$1$2")
        .replace(TestProject.CHECKOUT + "/", "");
  }
}

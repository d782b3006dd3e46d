package sparkstack.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The golden files of a stack: the rendered Kubernetes objects, one file for each object.
 *
 * @param folder folder with the files of the stack
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

  /** Replaces all files of the folder. */
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

  /** The unified diff from these files to {@code other}; empty if they are the same. */
  public String diff(GoldenFiles other) throws IOException, InterruptedException {
    var result =
        Command.of("diff", "--recursive", "--unified", "--new-file")
            .and(folder.toString(), other.folder.toString())
            .result();
    if (result.status() > 1) {
      throw new IllegalStateException("diff cannot compare the golden files: " + result.output());
    }
    return result
        .output()
        .replaceAll("(?m)^diff --recursive.*\n", "")
        .replaceAll("(?m)^(--- |\\+\\+\\+ )([^\t]*)\t.*$", "$1$2")
        .replace(TestProject.CHECKOUT + "/", "");
  }
}

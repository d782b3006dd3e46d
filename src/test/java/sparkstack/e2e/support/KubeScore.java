package sparkstack.e2e.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;
import sparkstack.Manifest;

/** kube-score, which knows what Kubernetes objects need not have, but should. */
public final class KubeScore {
  /** The grade of a check that a cluster should not be without. */
  private static final int CRITICAL = 1;

  private KubeScore() {}

  /**
   * What a check found in an object of a stack.
   *
   * @param object such as {@code Deployment/spark-master}
   * @param check its ID in kube-score's list of checks
   * @param words what kube-score says
   */
  public record Finding(String stack, String object, String check, String words) {
    @Override
    public String toString() {
      return "%s %s: %s: %s".formatted(stack, object, check, words);
    }
  }

  /**
   * Findings that are meant to be.
   *
   * @param check its ID in kube-score's list of checks
   * @param words what kube-score says, each in its words
   * @param objects each such as {@code Deployment/CLUSTER-master}
   * @param stacks empty for all
   * @param reason why they are
   */
  public record Excepted(
      String check, List<String> words, List<String> objects, List<String> stacks, String reason) {
    public static List<Excepted> read(Path file) throws IOException {
      return KubeScore.objects(Files.readString(file)).stream()
          .map(
              exception ->
                  new Excepted(
                      (String) exception.get("check"),
                      texts(exception, "findings"),
                      texts(exception, "objects"),
                      texts(exception, "stacks"),
                      (String) exception.get("reason")))
          .toList();
    }

    public List<Finding> findings(List<String> allStacks) throws IOException {
      var findings = new ArrayList<Finding>();
      for (var stack : stacks.isEmpty() ? allStacks : stacks) {
        var cluster = clusterName(stack);
        for (var pattern : objects) {
          var object = pattern.replace("CLUSTER", cluster);
          words.forEach(said -> findings.add(new Finding(stack, object, check, said)));
        }
      }
      return findings;
    }

    private static String clusterName(String stack) throws IOException {
      var config = StackFile.read(TestProject.CHECKOUT, stack).config();
      return (String) config.getOrDefault("spark:clusterName", "spark");
    }

    private static List<String> texts(Map<String, Object> exception, String key) {
      return Manifest.list(exception.getOrDefault(key, List.of())).stream()
          .map(String.class::cast)
          .toList();
    }
  }

  /** What is critical in the objects of a stack. */
  public static List<Finding> criticalFindings(String stack)
      throws IOException, InterruptedException {
    var findings = new ArrayList<Finding>();
    for (var object : objects(score(GoldenFiles.of(stack).files()))) {
      var metadata = Manifest.object(object.get("object_meta"));
      var name = Manifest.object(object.get("type_meta")).get("kind") + "/" + metadata.get("name");
      for (var check : Manifest.objectsIn(object.get("checks"))) {
        if (isCritical(check)) {
          var id = (String) Manifest.object(check.get("check")).get("id");
          words(check).forEach(words -> findings.add(new Finding(stack, name, id, words)));
        }
      }
    }
    return findings;
  }

  private static String score(List<Path> files) throws IOException, InterruptedException {
    var tool = Command.of("local/run-tool", "kube-score");
    // Go says what it downloads for a first build, which would be among the findings.
    tool.and("version").run();
    var score =
        tool.and("score", "--output-format", "json")
            .and(files.stream().map(Path::toString).toList())
            .result();
    // Its exit code also tells whether there are findings.
    if (!score.output().startsWith("[")) {
      throw new IllegalStateException("kube-score failed: " + score.output());
    }
    return score.output();
  }

  private static boolean isCritical(Map<String, Object> check) {
    return check.get("skipped").equals(false) && check.get("grade").equals(CRITICAL);
  }

  private static Set<String> words(Map<String, Object> check) {
    return Manifest.objectsIn(check.get("comments")).stream()
        .map(comment -> (String) comment.get("summary"))
        .collect(Collectors.toSet());
  }

  /** JSON is YAML, too. */
  private static List<Map<String, Object>> objects(String yaml) {
    return Manifest.objectsIn(new Yaml().load(yaml));
  }
}

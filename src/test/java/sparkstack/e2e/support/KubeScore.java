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

/** Runs kube-score, which checks Kubernetes objects against recommendations. */
public final class KubeScore {
  /** The grade of a critical finding. */
  private static final int CRITICAL = 1;

  private KubeScore() {}

  /**
   * A finding of a check in an object of a stack.
   *
   * @param object kind and name, such as {@code Deployment/spark-master}
   * @param check ID of the check in kube-score's list
   * @param words message of kube-score
   */
  public record Finding(String stack, String object, String check, String words) {
    @Override
    public String toString() {
      return "%s %s: %s: %s".formatted(stack, object, check, words);
    }
  }

  /**
   * Accepted findings.
   *
   * @param check ID of the check in kube-score's list
   * @param words messages of kube-score
   * @param objects kinds and names, such as {@code Deployment/CLUSTER-master}
   * @param stacks names of the stacks; empty for all stacks
   * @param reason why the findings are accepted
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

  /** The critical findings in the objects of a stack. */
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
    // On the first build, Go prints the modules that it downloads, and that would be read as
    // findings.
    tool.and("version").run();
    var score =
        tool.and("score", "--output-format", "json")
            .and(files.stream().map(Path::toString).toList())
            .result();
    // kube-score also exits with 1 if there are findings.
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

  /** Parses the JSON output as YAML, which includes JSON. */
  private static List<Map<String, Object>> objects(String yaml) {
    return Manifest.objectsIn(new Yaml().load(yaml));
  }
}

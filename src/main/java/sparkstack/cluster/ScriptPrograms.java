package sparkstack.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The programs that the scripts of a cluster need in an image. An image that the user has made can
 * lack some. Without a check, the probes would fail for a reason that nobody sees, or a driver
 * would not end.
 */
final class ScriptPrograms {
  /** Checks that an image has programs. */
  private static final String CHECK = "has-programs";

  /** The programs of each script. */
  private static final String LIST = "programs";

  /** For example {@code serving-tls (spark:tls): mkdir mv}. The label is all before the colon. */
  private static final Pattern LINE =
      Pattern.compile("(?<label>(?<script>[a-z-]+)(?: \\(\\S+\\))?): (?<programs>.+)");

  private ScriptPrograms() {}

  /**
   * The command before that of an image's trial. It depends on which scripts the cluster has, and
   * not on their content.
   *
   * @param files names of files, among them the cluster's scripts
   */
  static List<String> trialCommand(Set<String> files) {
    var needs =
        labels(files).entrySet().stream()
            .map(it -> it.getKey() + " " + String.join(", ", it.getValue()))
            .collect(Collectors.joining("\n"));
    return Scripts.trialCommand(CHECK, needs);
  }

  /** By program, the labels of the scripts that need it. */
  private static Map<String, List<String>> labels(Set<String> files) {
    var labels = new TreeMap<String, List<String>>();
    for (var line : Scripts.read(LIST).lines().filter(it -> !it.startsWith("#")).toList()) {
      var parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalStateException("The list of programs has a wrong line: " + line);
      }
      if (files.contains(parts.group("script"))) {
        for (var program : parts.group("programs").split(" ")) {
          labels.computeIfAbsent(program, it -> new ArrayList<>()).add(parts.group("label"));
        }
      }
    }
    return labels;
  }
}

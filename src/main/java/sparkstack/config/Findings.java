package sparkstack.config;

import com.pulumi.exceptions.RunException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The errors and warnings of a config. All paths here are whole ones, as a user types them: {@code
 * spark:mirrors[0]}.
 */
final class Findings {
  /** Longest path in a message. A path contains names that the user chooses. */
  private static final int LONGEST_PATH = 253;

  private final Set<String> errors = new LinkedHashSet<>();
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> wrongPaths = new HashSet<>();

  void error(String path, String problem) {
    wrongPaths.add(path);
    errors.add(line(cut(path, LONGEST_PATH) + ": " + problem));
  }

  void warning(String path, String problem) {
    warnings.add(line(path + ": " + problem));
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Whether no error is about the value at {@code path}. */
  boolean isRight(String path) {
    return !wrongPaths.contains(path);
  }

  /** Whether an error is about an element of the list at {@code path}. */
  boolean hasWrongElement(String path) {
    return wrongPaths.stream().anyMatch(it -> it.startsWith(path + "["));
  }

  /**
   * Ends the program if there is an error.
   *
   * @throws RunException with one line for each error
   */
  void throwIfErrors() {
    if (!errors.isEmpty()) {
      throw new RunException("The stack's config is wrong:\n  " + String.join("\n  ", errors));
    }
  }

  static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length) + "…" : text;
  }

  /** Keys and values may contain anything, but each error is one line. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}

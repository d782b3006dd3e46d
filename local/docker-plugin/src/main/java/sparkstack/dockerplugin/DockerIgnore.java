package sparkstack.dockerplugin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The rules of a {@code .dockerignore} file: the last one that matches a path or a folder above it
 * decides.
 */
final class DockerIgnore {
  private final List<Rule> rules;

  private DockerIgnore(List<Rule> rules) {
    this.rules = rules;
  }

  static DockerIgnore parse(String text) {
    List<Rule> rules = new ArrayList<>();
    text.replaceFirst("^\uFEFF", "")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(line -> rules.add(Rule.parse(line)));
    return new DockerIgnore(rules);
  }

  /**
   * @param path relative to the context, with {@code /}
   */
  boolean excludes(String path) {
    boolean excluded = false;
    for (Rule rule : rules) {
      if (rule.readmits == excluded && rule.matchesPathOrParent(path)) {
        excluded = !rule.readmits;
      }
    }
    return excluded;
  }

  /**
   * Whether no rule can bring back anything beneath an excluded folder, so that it need not be
   * read.
   */
  boolean excludesAllBeneath(String folder) {
    return excludes(folder)
        && rules.stream().noneMatch(rule -> rule.readmits && rule.mayMatchBeneath(folder));
  }

  private record Rule(boolean readmits, String pattern, Pattern regex) {

    static Rule parse(String line) {
      boolean readmits = line.startsWith("!");
      String pattern = clean(readmits ? line.substring(1).strip() : line);
      if (readmits && line.length() == 1) {
        throw new UserError("illegal exclusion pattern \"!\" in the .dockerignore file");
      }
      try {
        return new Rule(readmits, pattern, Pattern.compile(regex(pattern), Pattern.DOTALL));
      } catch (PatternSyntaxException e) {
        throw new UserError(
            "syntax error in pattern \"%s\" of the .dockerignore file".formatted(line));
      }
    }

    /** {@code ./a//b/../c/} is {@code a/c}, and a leading slash means nothing. */
    private static String clean(String pattern) {
      List<String> parts = new ArrayList<>();
      for (String part : pattern.split("/")) {
        if (part.equals("..") && !parts.isEmpty() && !parts.get(parts.size() - 1).equals("..")) {
          parts.remove(parts.size() - 1);
        } else if (part.equals("..") && pattern.startsWith("/")) {
          continue;
        } else if (!part.isEmpty() && !part.equals(".")) {
          parts.add(part);
        }
      }
      return parts.isEmpty() ? "." : String.join("/", parts);
    }

    boolean matchesPathOrParent(String path) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        if (regex.matcher(path.substring(0, slash)).matches()) {
          return true;
        }
      }
      return regex.matcher(path).matches();
    }

    /**
     * Compares what stands before the first wildcard: one of the two must lie on the way to the
     * other.
     */
    boolean mayMatchBeneath(String folder) {
      String[] parts = pattern.split("/");
      String[] folders = folder.split("/");
      for (int i = 0; i < Math.min(parts.length, folders.length); i++) {
        if (isWildcard(parts[i])) {
          return true;
        }
        if (!parts[i].equals(folders[i])) {
          return false;
        }
      }
      return parts.length > folders.length;
    }

    private static boolean isWildcard(String part) {
      return part.chars().anyMatch(c -> "*?[\\".indexOf(c) >= 0);
    }

    private static String regex(String pattern) {
      if (pattern.matches("\\*\\*[^/*?\\[\\]\\\\][^*?\\[\\]\\\\]*")) {
        return ".*"
            + Pattern.quote(
                pattern.substring(2)); // **.txt is any end of a path, not only a whole name
      }
      StringBuilder regex = new StringBuilder();
      int i = 0;
      while (i < pattern.length()) {
        char c = pattern.charAt(i++);
        if (c == '*' && pattern.startsWith("*", i)) {
          i++;
          if (pattern.startsWith("/", i)) {
            i++;
          }
          regex.append(i == pattern.length() ? ".*" : "(.*/)?");
        } else if (c == '*') {
          regex.append("[^/]*");
        } else if (c == '?') {
          regex.append("[^/]");
        } else if (c == '[') {
          i = characterClass(pattern, i, regex);
        } else {
          boolean escaped = c == '\\' && i < pattern.length();
          regex.append(Pattern.quote(String.valueOf(escaped ? pattern.charAt(i++) : c)));
        }
      }
      return regex.toString();
    }

    /** Copies {@code [^a-z]} without what means more in Java's classes than in a pattern's. */
    private static int characterClass(String pattern, int start, StringBuilder regex) {
      int i = start;
      regex.append('[');
      if (pattern.startsWith("^", i)) {
        regex.append('^');
        i++;
      }
      while (i < pattern.length() && pattern.charAt(i) != ']') {
        char c = pattern.charAt(i++);
        if (c == '\\' && i < pattern.length()) {
          regex.append('\\').append(pattern.charAt(i++));
        } else if (c == '[' || c == '&') {
          regex.append('\\').append(c);
        } else {
          regex.append(c);
        }
      }
      if (i < pattern.length()) {
        regex.append(']');
      }
      return i + 1;
    }
  }
}

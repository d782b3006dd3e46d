package sparkstack.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that is nearest to an unknown name. */
final class Nearest {
  private Nearest() {}

  /** The nearest name; empty if more than a third of the letters would have to change. */
  static Optional<String> to(String name, Collection<String> known) {
    return nearest(name, known).filter(it -> distance(name, it) <= Math.max(2, name.length() / 3));
  }

  /**
   * The same with a smaller distance, for names that may also be right although they are unknown.
   *
   * <p>One letter of "spark" or "docker" may be wrong, superfluous, missing or swapped with the
   * next letter. In a longer name, one letter in four may be.
   */
  static Optional<String> misspeltAs(String name, Collection<String> known) {
    return nearest(name, known).filter(it -> distance(name, it) <= Math.max(1, it.length() / 4));
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String it) -> distance(name, it)).thenComparing(it -> it));
  }

  /** Levenshtein distance without regard to case. A swap of two letters counts as one change. */
  private static int distance(String one, String other) {
    var from = one.toLowerCase(Locale.ROOT);
    var to = other.toLowerCase(Locale.ROOT);
    var distances = new int[from.length() + 1][to.length() + 1];
    for (var i = 0; i <= from.length(); i++) {
      for (var j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          distances[i][j] = i + j;
          continue;
        }
        var replaced = distances[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        var least = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, 1 + distances[i - 2][j - 2]);
        }
        distances[i][j] = least;
      }
    }
    return distances[from.length()][to.length()];
  }
}

package sparkstack.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that is most like one that isn't known. */
final class Nearest {
  private Nearest() {}

  /** Empty if none is like it: if more than a third of it would have to change. */
  static Optional<String> to(String name, Collection<String> known) {
    return nearest(name, known).filter(it -> distance(name, it) <= Math.max(2, name.length() / 3));
  }

  /**
   * As {@link #to}, but closer: for names beside which others may be right too.
   *
   * <p>One letter of "spark" or "docker" may be another, too many, missing or swapped with the
   * next; two of longer names.
   */
  static Optional<String> misspeltAs(String name, Collection<String> known) {
    return nearest(name, known).filter(it -> distance(name, it) <= Math.max(1, it.length() / 4));
  }

  private static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String it) -> distance(name, it)).thenComparing(it -> it));
  }

  /** Levenshtein's, without regard to case; to swap two letters is one change as well. */
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

package sparkstack.bench;

import java.util.List;

/** The median, which one slow run does not change. */
public final class Median {
  private Median() {}

  /** For an even number of values, the mean of the two in the middle. */
  public static double of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

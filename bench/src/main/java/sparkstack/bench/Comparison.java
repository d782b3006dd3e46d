package sparkstack.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The values of some subjects. The first subject is compared with the second. The median represents
 * several runs.
 */
public final class Comparison {
  private static final String NONE = "-";

  private final List<Subject> subjects;
  private final List<Measure> measures;
  private final Map<Measure, Map<Subject, List<Double>>> values = new LinkedHashMap<>();

  /**
   * @param title column in the table
   * @param prefix prefix of the names of its figures
   */
  public record Subject(String title, String prefix) {}

  /**
   * @param subjects two subjects to compare, then others to show
   * @param measures in the order of the table
   */
  public Comparison(List<Subject> subjects, List<Measure> measures) {
    this.subjects = List.copyOf(subjects);
    this.measures = List.copyOf(measures);
  }

  public void add(Measure measure, Subject subject, double value) {
    values
        .computeIfAbsent(measure, m -> new LinkedHashMap<>())
        .computeIfAbsent(subject, s -> new ArrayList<>())
        .add(value);
  }

  /** The median; empty if there is no value. */
  OptionalDouble median(Measure measure, Subject subject) {
    List<Double> runs = values.getOrDefault(measure, Map.of()).getOrDefault(subject, List.of());
    return runs.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Median.of(runs));
  }

  /** The ratio; empty for counts, which are small numbers. */
  private OptionalDouble ratio(Measure measure) {
    if (measure.unit() == Unit.COUNT) {
      return OptionalDouble.empty();
    }
    OptionalDouble first = median(measure, subjects.get(0));
    OptionalDouble second = median(measure, subjects.get(1));
    return first.isPresent() && second.isPresent() && second.getAsDouble() > 0
        ? OptionalDouble.of(first.getAsDouble() / second.getAsDouble())
        : OptionalDouble.empty();
  }

  /** One line for each measure, with the ratio after the two values. */
  public Table table() {
    List<String> header = new ArrayList<>(List.of("", "unit"));
    subjects.forEach(subject -> header.add(subject.title()));
    header.add(4, "ratio");
    Table table = new Table(header);
    for (Measure measure : measures) {
      List<String> row = new ArrayList<>(List.of(measure.title(), measure.unit().symbol()));
      subjects.forEach(
          subject -> row.add(cell(median(measure, subject), measure.unit()).orElse(NONE)));
      row.add(4, cell(ratio(measure), Unit.RATIO).orElse(NONE));
      table.add(row);
    }
    return table;
  }

  private static Optional<String> cell(OptionalDouble value, Unit unit) {
    return value.isPresent()
        ? Optional.of(Figure.number(value.getAsDouble(), unit))
        : Optional.empty();
  }

  /** The values of every subject, then the ratios, which are named after the first subject. */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Subject subject : subjects) {
      for (Measure measure : measures) {
        String name = subject.prefix() + "." + measure.figure();
        median(measure, subject)
            .ifPresent(value -> figures.add(new Figure(name, value, measure.unit())));
      }
    }
    for (Measure measure : measures) {
      String name = subjects.get(0).prefix() + "." + measure.ratioFigure();
      ratio(measure).ifPresent(value -> figures.add(new Figure(name, value, Unit.RATIO)));
    }
    return figures;
  }
}

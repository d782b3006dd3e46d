package sparkstack.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was measured on some subjects, of which the first is compared with the second. Values of
 * several runs count with their median.
 */
public final class Comparison {
  private static final String NONE = "-";

  private final List<Subject> subjects;
  private final List<Measure> measures;
  private final Map<Measure, Map<Subject, List<Double>>> values = new LinkedHashMap<>();

  /**
   * @param title its column in the table
   * @param prefix what the names of its figures start with
   */
  public record Subject(String title, String prefix) {}

  /**
   * @param subjects two that are compared, and others that are shown
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

  /** Empty where that was not measured. */
  OptionalDouble median(Measure measure, Subject subject) {
    List<Double> runs = values.getOrDefault(measure, Map.of()).getOrDefault(subject, List.of());
    return runs.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Median.of(runs));
  }

  /** None of counts, which are few. */
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

  /** One line for each measure, the ratio after the two that it is of. */
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

  /** The absolute ones of every subject, then the ratios, which are named after the first. */
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

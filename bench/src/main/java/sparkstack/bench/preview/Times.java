package sparkstack.bench.preview;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sparkstack.bench.Figure;
import sparkstack.bench.Median;
import sparkstack.bench.Table;
import sparkstack.bench.Unit;

/** The time of each operation in each way. The median represents several runs. */
final class Times {
  private static final List<Way> OTHERS = List.of(Way.MAVEN, Way.YAML);

  private final Map<Operation, Map<Way, List<Double>>> seconds = new EnumMap<>(Operation.class);

  void add(Operation operation, Way way, double time) {
    seconds
        .computeIfAbsent(operation, o -> new EnumMap<>(Way.class))
        .computeIfAbsent(way, w -> new ArrayList<>())
        .add(time);
  }

  private Figure median(Operation operation, Way way) {
    String name = "%s.%s_s".formatted(operation.title(), way.title());
    return new Figure(name, Median.of(seconds.get(operation).get(way)), Unit.SECONDS);
  }

  /** The time of the packaged program divided by the time of another way. */
  private Figure ratio(Operation operation, Way other) {
    String name = "%s.packaged_vs_%s".formatted(operation.title(), other.title());
    double value = median(operation, Way.PACKAGED).value() / median(operation, other).value();
    return new Figure(name, value, Unit.RATIO);
  }

  /** The seconds of each way, then the ratios. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    seconds.forEach(
        (operation, ways) -> ways.keySet().forEach(way -> figures.add(median(operation, way))));
    seconds
        .keySet()
        .forEach(operation -> OTHERS.forEach(other -> figures.add(ratio(operation, other))));
    return figures;
  }

  /** One line for each operation. */
  Table table() {
    Table table = new Table(List.of("seconds", "packaged", "maven", "yaml", "vs maven", "vs yaml"));
    for (Operation operation : seconds.keySet()) {
      List<Figure> row = new ArrayList<>();
      List.of(Way.values()).forEach(way -> row.add(median(operation, way)));
      OTHERS.forEach(other -> row.add(ratio(operation, other)));
      List<String> cells = new ArrayList<>(List.of(operation.title()));
      row.forEach(figure -> cells.add(figure.number()));
      table.add(cells);
    }
    return table;
  }
}

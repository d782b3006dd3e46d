package sparkstack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sparkstack.bench.Comparison.Subject;

class ComparisonTest {
  private static final Subject OURS = new Subject("ours", "image");
  private static final Subject BASELINE = new Subject("baseline", "baseline");
  private static final Subject VARIANT = new Subject("variant", "variant");
  private static final Measure READY = new Measure("ready", "ready", ".master", Unit.SECONDS);
  private static final Measure WALL = new Measure("job", "job_wall", "_scaled", Unit.SECONDS);
  private static final Measure LAYERS = new Measure("layers", "layers", "", Unit.COUNT);

  private final Comparison comparison =
      new Comparison(List.of(OURS, BASELINE, VARIANT), List.of(READY, WALL, LAYERS));

  @Test
  void comparesMediansOfTheFirstTwo() {
    List.of(1.0, 50.0, 2.0).forEach(value -> comparison.add(READY, OURS, value));
    List.of(4.0, 4.0, 3.0).forEach(value -> comparison.add(READY, BASELINE, value));
    comparison.add(READY, VARIANT, 3);

    assertEquals(
        """
                 unit  ours  baseline  ratio  variant
        ready       s  2.00      4.00  0.500     3.00
        job         s     -         -      -        -
        layers  count     -         -      -        -""",
        comparison.table().toString());
    assertEquals(
        List.of(
            "figure image.ready_s.master 2.00 s",
            "figure baseline.ready_s.master 4.00 s",
            "figure variant.ready_s.master 3.00 s",
            "figure image.ready_ratio.master 0.500 ratio"),
        lines());
  }

  @Test
  void namesTheRatioLikeTheMeasure() {
    comparison.add(WALL, OURS, 3);
    comparison.add(WALL, BASELINE, 2);

    assertEquals(
        List.of(
            "figure image.job_wall_s_scaled 3.00 s",
            "figure baseline.job_wall_s_scaled 2.00 s",
            "figure image.job_wall_ratio_scaled 1.500 ratio"),
        lines());
  }

  @Test
  void hasNoRatioOfCountsNorOfWhatOnlyOneHas() {
    comparison.add(LAYERS, OURS, 9);
    comparison.add(LAYERS, BASELINE, 5);
    comparison.add(WALL, OURS, 3);

    assertEquals(
        List.of(
            "figure image.job_wall_s_scaled 3.00 s",
            "figure image.layers 9 count",
            "figure baseline.layers 5 count"),
        lines());
  }

  private List<String> lines() {
    return comparison.figures().stream().map(Figure::line).toList();
  }
}

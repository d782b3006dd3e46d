package sparkstack.bench.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sparkstack.bench.Figure;

class TimesTest {

  @Test
  void comparesMediansOfThePackagedProgramWithBothOthers() {
    Times times = new Times();
    List.of(2.0, 90.0, 1.0).forEach(seconds -> times.add(Operation.PREVIEW, Way.PACKAGED, seconds));
    times.add(Operation.PREVIEW, Way.MAVEN, 8);
    times.add(Operation.PREVIEW, Way.YAML, 1);
    for (Way way : Way.values()) {
      times.add(Operation.UP, way, 3);
    }

    assertEquals(
        """
        seconds  packaged  maven  yaml  vs maven  vs yaml
        preview      2.00   8.00  1.00     0.250    2.000
        up           3.00   3.00  3.00     1.000    1.000""",
        times.table().toString());
    assertEquals(
        List.of(
            "figure preview.packaged_s 2.00 s",
            "figure preview.maven_s 8.00 s",
            "figure preview.yaml_s 1.00 s",
            "figure up.packaged_s 3.00 s",
            "figure up.maven_s 3.00 s",
            "figure up.yaml_s 3.00 s",
            "figure preview.packaged_vs_maven 0.250 ratio",
            "figure preview.packaged_vs_yaml 2.000 ratio",
            "figure up.packaged_vs_maven 1.000 ratio",
            "figure up.packaged_vs_yaml 1.000 ratio"),
        times.figures().stream().map(Figure::line).toList());
  }
}

package sparkstack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void isAsWideAsItsCells() {
    Table table = new Table(List.of("", "ours", "baseline"));
    table.add(List.of("start", "1.25", "10.00"));
    table.add(List.of("size of all", "1000.5", "2"));

    assertEquals(
        """
                       ours  baseline
        start          1.25     10.00
        size of all  1000.5         2""",
        table.toString());
  }

  @Test
  void refusesARowOfAnotherLength() {
    Table table = new Table(List.of("", "ours"));

    assertThrows(IllegalArgumentException.class, () -> table.add(List.of("alone")));
  }
}

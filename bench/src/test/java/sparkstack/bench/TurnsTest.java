package sparkstack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void beginWithAnotherOneEachRun() {
    List<String> compared = List.of("a", "b", "c");

    assertEquals(List.of("c", "a", "b"), Turns.ofRun(1, compared));
    assertEquals(List.of("b", "c", "a"), Turns.ofRun(2, compared));
    assertEquals(compared, Turns.ofRun(3, compared));
  }
}

package sparkstack.e2e.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final int KINDS = Fault.values().length;

  @Test
  void eachKindComesEquallyOften() {
    var times = new EnumMap<Fault, Integer>(Fault.class);
    for (var step : Plan.of(7, 5 * KINDS).steps()) {
      times.merge(step.fault(), 1, Integer::sum);
    }

    assertEquals(KINDS, times.size());
    assertTrue(times.values().stream().allMatch(count -> count == 5), times::toString);
  }

  @Test
  void theSeedDecidesTheOrder() {
    assertEquals(Plan.of(7, 100), Plan.of(7, 100));
    assertNotEquals(Plan.of(7, 100), Plan.of(8, 100));
    assertNotEquals(
        Stream.of(Fault.values()).toList(),
        Plan.of(7, KINDS).steps().stream().map(Plan.Step::fault).toList());
  }

  @Test
  void aLongerPlanStartsLikeAShorterOne() {
    assertEquals(Plan.of(7, 10).steps(), Plan.of(7, 100).steps().subList(0, 10));
  }
}

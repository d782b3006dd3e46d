package sparkstack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void isTheOneInTheMiddleWhateverTheOrder() {
    assertEquals(3, Median.of(List.of(100.0, 1.0, 3.0)));
  }

  @Test
  void isTheMeanOfTheTwoInTheMiddle() {
    assertEquals(2.5, Median.of(List.of(3.0, 1.0, 2.0, 9.0)));
  }

  @Test
  void ofNothingIsAMistake() {
    assertThrows(IllegalArgumentException.class, () -> Median.of(List.of()));
  }
}

package sparkstack.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class FigureTest {

  @Test
  void isALineOfFourWords() {
    assertEquals(
        "figure image.ready_s.master 1.23 s",
        new Figure("image.ready_s.master", 1.2345, Unit.SECONDS).line());
    assertEquals("figure image.layers 8 count", new Figure("image.layers", 8, Unit.COUNT).line());
    assertEquals(
        "figure image.compressed_mb 1234.6 MB",
        new Figure("image.compressed_mb", 1234.56, Unit.MEGABYTES).line());
  }

  @Test
  void hasAPointInEveryLanguage() {
    Locale language = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertEquals("figure r 0.500 ratio", new Figure("r", 0.5, Unit.RATIO).line());
    } finally {
      Locale.setDefault(language);
    }
  }
}

package sparkstack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkVersionTest {
  @ParameterizedTest
  @ValueSource(strings = {"4.0.4", "4.1.3", "4.1.4", "4.2.0", "4.2.1-ours", "4.3.0", "5.0.0"})
  void hasAesGcmIfItsMessagesArrive(String version) {
    assertTrue(SparkVersion.of(version).hasAesGcm());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.5.9", "4.0.0", "4.0.3", "4.1.0", "4.1.2", "4.2.0-preview1"})
  void hasNoAesGcmIfSparkHasNoneOrAFaultyOne(String version) {
    assertFalse(SparkVersion.of(version).hasAesGcm());
  }

  @Test
  void hasThreeNumbersAndASuffix() {
    assertEquals(new SparkVersion(4, 2, 0, "-preview1"), SparkVersion.of("4.2.0-preview1"));
    assertThrows(IllegalArgumentException.class, () -> SparkVersion.of("4.3"));
  }
}

package sparkstack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
  @ParameterizedTest
  @CsvSource({"512m, 512", "1g, 1024", "2G, 2048", "1t, 1048576"})
  void isReadAsSparkReadsIt(String text, long mebibytes) {
    assertEquals(Optional.of(MemorySize.ofMebibytes(mebibytes)), MemorySize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1024", "1.5g", "1Gi", "3gb", "-1g", "g", "", "1 g", "999999999999g"})
  void isNotReadWithoutAUnitOrAsAnythingElse(String text) {
    assertEquals(Optional.empty(), MemorySize.parse(text));
  }

  @Test
  void isWrittenInTheUnitsOfSparkAndOfKubernetes() {
    assertEquals("1536m", MemorySize.ofMebibytes(1536).toSpark());
    assertEquals("1536Mi", MemorySize.ofMebibytes(1536).toKubernetes());
  }
}

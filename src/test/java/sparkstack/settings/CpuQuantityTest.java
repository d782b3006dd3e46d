package sparkstack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuQuantityTest {
  @ParameterizedTest
  @CsvSource({"2, 2", "500m, 500m", "0.5, 500m", "1.25, 1250m", "2000m, 2", "1.0, 1"})
  void isWrittenAsKubernetesWritesIt(String text, String kubernetes) {
    assertEquals(Optional.of(kubernetes), CpuQuantity.parse(text).map(CpuQuantity::toKubernetes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0m", "0.0", "-1", "1g", "0.0005", "one", ""})
  void isNotReadIfItIsNoneOrNotCpu(String text) {
    assertEquals(Optional.empty(), CpuQuantity.parse(text));
  }
}

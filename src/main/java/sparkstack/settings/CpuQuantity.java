package sparkstack.settings;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount of CPU.
 *
 * @param millicores thousandths of a core, more than 0
 */
public record CpuQuantity(int millicores) {
  private static final Pattern CORES = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,3})?");
  private static final Pattern MILLICORES = Pattern.compile("[0-9]{1,9}m");

  public static CpuQuantity ofCores(int cores) {
    return new CpuQuantity(Math.multiplyExact(cores, 1000));
  }

  /**
   * Parses a Kubernetes quantity of CPU, such as {@code 500m}, {@code 0.5} or {@code 2}.
   *
   * @return empty if {@code text} is not such a quantity, or is 0
   */
  public static Optional<CpuQuantity> parse(String text) {
    if (MILLICORES.matcher(text).matches()) {
      return positive(Integer.parseInt(text.substring(0, text.length() - 1)));
    }
    if (CORES.matcher(text).matches()) {
      return positive(new BigDecimal(text).movePointRight(3).intValueExact());
    }
    return Optional.empty();
  }

  private static Optional<CpuQuantity> positive(int millicores) {
    return millicores > 0 ? Optional.of(new CpuQuantity(millicores)) : Optional.empty();
  }

  /** In the canonical form of Kubernetes: {@code 2} for whole cores, otherwise {@code 1500m}. */
  public String toKubernetes() {
    return millicores % 1000 == 0 ? String.valueOf(millicores / 1000) : millicores + "m";
  }
}

package sparkstack.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads values of Spark properties like Spark: without regard to case and outer spaces. */
final class PropertyValues {
  private static final Pattern TIME = Pattern.compile("(-?[0-9]{1,18})(us|ms|s|m|min|h|d)?");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,18})(?:b|([kmgtp])i?b?)?");
  private static final String UNITS = "kmgtp";

  private static final Map<String, Long> MICROSECONDS =
      Map.of(
          "us", 1L,
          "ms", 1_000L,
          "s", 1_000_000L,
          "m", 60_000_000L,
          "min", 60_000_000L,
          "h", 3_600_000_000L,
          "d", 86_400_000_000L);

  private PropertyValues() {}

  static boolean isTrue(String value) {
    return normal(value).equals("true");
  }

  static boolean isBoolean(String value) {
    return isTrue(value) || normal(value).equals("false");
  }

  static Optional<BigInteger> wholeNumber(String value) {
    return Optional.of(normal(value))
        .filter(it -> it.matches("[-+]?[0-9]{1,30}"))
        .map(BigInteger::new);
  }

  static Optional<Double> number(String value) {
    try {
      return Optional.of(Double.valueOf(normal(value)));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /**
   * A time. It may be negative.
   *
   * @param unit of a number without a unit: us, ms, s, m, min, h or d
   */
  static Optional<Duration> time(String value, String unit) {
    var time = TIME.matcher(normal(value));
    if (!time.matches()) {
      return Optional.empty();
    }
    var number = new BigInteger(time.group(1));
    var factor = MICROSECONDS.get(time.group(2) == null ? unit : time.group(2));
    var seconds = number.multiply(BigInteger.valueOf(factor)).divideAndRemainder(MILLION);
    return seconds[0].bitLength() < Long.SIZE
        ? Optional.of(
            Duration.ofSeconds(seconds[0].longValue(), seconds[1].longValue() * NANOSECONDS))
        : Optional.empty();
  }

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final long NANOSECONDS = 1_000;

  /**
   * A size in bytes.
   *
   * @param unit of a number without a unit: b, k, m, g, t or p
   */
  static Optional<BigInteger> bytes(String value, String unit) {
    var size = SIZE.matcher(normal(value));
    if (!size.matches()) {
      return Optional.empty();
    }
    var hasUnit = !Character.isDigit(normal(value).charAt(normal(value).length() - 1));
    var power = hasUnit ? size.group(2) : unit;
    var bits = power == null ? 0 : 10 * (UNITS.indexOf(power) + 1);
    return Optional.of(new BigInteger(size.group(1)).shiftLeft(bits));
  }

  private static String normal(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}

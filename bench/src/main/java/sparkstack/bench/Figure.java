package sparkstack.bench;

import java.util.Locale;

/** One number of a bench's result, as a line that programs can parse. */
public record Figure(String name, double value, Unit unit) {

  /** {@code figure NAME VALUE UNIT}. */
  public String line() {
    return "figure %s %s %s".formatted(name, number(), unit.symbol());
  }

  /** The value as it is printed. */
  public String number() {
    return number(value, unit);
  }

  /** The value with the decimals of its unit, and with a point in every locale. */
  static String number(double value, Unit unit) {
    return String.format(Locale.ROOT, "%." + unit.decimals() + "f", value);
  }
}

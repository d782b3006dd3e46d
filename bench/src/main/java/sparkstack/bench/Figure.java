package sparkstack.bench;

import java.util.Locale;

/** One number of a bench's result, in a line that a program can read. */
public record Figure(String name, double value, Unit unit) {

  /** {@code figure NAME VALUE UNIT}. */
  public String line() {
    return "figure %s %s %s".formatted(name, number(), unit.symbol());
  }

  /** The value as it is printed. */
  public String number() {
    return number(value, unit);
  }

  /** With as many decimals as the unit is worth, and a point whatever the machine's language. */
  static String number(double value, Unit unit) {
    return String.format(Locale.ROOT, "%." + unit.decimals() + "f", value);
  }
}

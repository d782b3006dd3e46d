package sparkstack.config;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * A scalar in a YAML file.
 *
 * @param text as the user typed it, without quotes
 * @param isPlain whether it had no quotes, so that YAML may read it as another type than a string
 */
record YamlScalar(String text, boolean isPlain) {
  /** A date or time as Pulumi passes it on. */
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)? [-+][0-9]{4} \\S+");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]{1,400}([.][0-9]{1,400})?([eE][-+]?[0-9]{1,4})?");

  private static final Pattern TYPED_DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

  private static final Pattern OTHER_BASE =
      Pattern.compile("([-+]?)0(?:([xob])([0-9A-Fa-f]{1,40})|([0-7]{1,40}))");

  /** Whether a value that arrived may be the one that YAML read from another string. */
  static boolean mayBeRewritten(String arrived) {
    return arrived.equals("true")
        || arrived.equals("false")
        || NUMBER.matcher(arrived).matches()
        || isDate(arrived);
  }

  /**
   * Whether a value has a form that the user does not type.
   *
   * @param isNumber whether it arrived as a number in a list or a map
   */
  static boolean isRewritten(String arrived, boolean isNumber) {
    return isDate(arrived) || isNumber && (arrived.contains("e") || arrived.length() > 19);
  }

  private static boolean isDate(String arrived) {
    return DATE.matcher(arrived).matches();
  }

  /** The type that YAML reads a value as, for messages. */
  static String kindOf(String arrived) {
    if (isDate(arrived)) {
      return "date";
    }
    return NUMBER.matcher(arrived).matches() ? "number" : "boolean";
  }

  /** Whether YAML reads this scalar as that value, which is another string. */
  boolean isRewrittenTo(String arrived) {
    return isPlain && !text.equals(arrived) && arrivesAs(arrived);
  }

  /** Whether YAML reads this scalar as that value. */
  boolean arrivesAs(String arrived) {
    if (!isPlain) {
      return text.equals(arrived);
    }
    if (isDate(arrived)) {
      return TYPED_DATE.matcher(text).matches() && text.startsWith(arrived.substring(0, 4));
    }
    return text.equalsIgnoreCase(arrived)
        || NUMBER.matcher(arrived).matches() && isNumber(Double.parseDouble(arrived));
  }

  private boolean isNumber(double arrived) {
    var digits = text.replace("_", "");
    var otherBase = OTHER_BASE.matcher(digits);
    if (otherBase.matches()) {
      return wholeNumber(
                  otherBase.group(1),
                  otherBase.group(2),
                  otherBase.group(3) == null ? otherBase.group(4) : otherBase.group(3))
              .doubleValue()
          == arrived;
    }
    return digits.matches("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]+)?")
        && Double.parseDouble(digits) == arrived;
  }

  private static BigInteger wholeNumber(String sign, String base, String digits) {
    var radix = base == null || base.equals("o") ? 8 : base.equals("x") ? 16 : 2;
    try {
      return new BigInteger(sign + digits, radix);
    } catch (NumberFormatException notOfThatBase) {
      return BigInteger.ONE.negate();
    }
  }
}

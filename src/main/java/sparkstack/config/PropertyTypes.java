package sparkstack.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of Spark's own properties, with the values that Spark 4.3.0 accepts.
 *
 * <p>Spark reads most values late: with a wrong value, a driver starts and then fails. Ranges and
 * option names differ between releases, but types do not. For other releases, this class checks
 * only the types.
 */
final class PropertyTypes {
  private static final String FILE = "spark-properties.tsv";
  private static final String LINE = "4.3.";

  /** Start of a reference to a variable or another property. Such a value is not checked. */
  private static final String REFERENCE = "${";

  private static final BigInteger LEAST_INT = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final BigInteger MOST_INT = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger LEAST_LONG = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST_LONG = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * A line of the table.
   *
   * @param kind such as {@code int}
   * @param range {@code LEAST..MOST}, each of which may be missing; or names separated by commas;
   *     or the release that removed the property
   * @param only value that a removed property may still have
   */
  private record Type(String kind, String range, String only) {
    String least() {
      return range.contains("..") ? range.substring(0, range.indexOf("..")) : "";
    }

    String most() {
      return range.contains("..") ? range.substring(range.indexOf("..") + 2) : "";
    }

    Type withoutRange() {
      return new Type(kind, "", only);
    }
  }

  private static Map<String, Type> types;

  private PropertyTypes() {}

  /** The names of all properties in the table. */
  static synchronized List<String> names() {
    return types().keySet().stream().sorted().toList();
  }

  /**
   * The allowed values; empty if {@code value} is one of them.
   *
   * @param sparkVersion Spark release that reads the value
   */
  static Optional<String> insteadOf(String property, String value, String sparkVersion) {
    var type = types().get(property);
    if (type == null || value.contains(REFERENCE)) {
      return Optional.empty();
    }
    if (type.kind().equals("unused") || type.kind().equals("removed")) {
      return isOlder(sparkVersion, type.range()) ? Optional.empty() : removed(type, value);
    }
    return insteadOf(value, sparkVersion.startsWith(LINE) ? type : type.withoutRange());
  }

  private static Optional<String> removed(Type type, String value) {
    var isAllowed = type.kind().equals("removed") && value.strip().equalsIgnoreCase(type.only());
    return isAllowed
        ? Optional.empty()
        : Optional.of("left out: Spark %s removed this property".formatted(type.range()));
  }

  private static Optional<String> insteadOf(String value, Type type) {
    return switch (type.kind()) {
      case "boolean" -> unless(PropertyValues.isBoolean(value), "true or false");
      case "int" -> wholeNumber(value, type, LEAST_INT, MOST_INT);
      case "long" -> wholeNumber(value, type, LEAST_LONG, MOST_LONG);
      case "double" -> number(value, type);
      case "time" -> time(value, type);
      case "size" ->
          unless(
              PropertyValues.bytes(value, "b")
                  .filter(it -> type.least().isEmpty() || it.signum() > 0)
                  .isPresent(),
              "a size such as 512k, 64m or 1g" + (type.least().isEmpty() ? "" : ", above 0"));
      case "word" -> oneOf(value, type, true);
      case "name" -> oneOf(value, type, false);
      default -> Optional.empty();
    };
  }

  private static Optional<String> wholeNumber(
      String value, Type type, BigInteger least, BigInteger most) {
    var lower = type.least().isEmpty() ? least : new BigInteger(type.least());
    var upper = type.most().isEmpty() ? most : new BigInteger(type.most());
    var allowed = "a whole number";
    if (!type.most().isEmpty()) {
      allowed += " from %s to %s".formatted(lower, upper);
    } else if (!type.least().isEmpty()) {
      allowed += " of at least " + lower;
    }
    return unless(
        PropertyValues.wholeNumber(value)
            .filter(it -> it.compareTo(lower) >= 0 && it.compareTo(upper) <= 0)
            .isPresent(),
        allowed);
  }

  private static Optional<String> number(String value, Type type) {
    var isAboveZero = type.least().equals(">0");
    var least = type.least().isEmpty() ? Double.NEGATIVE_INFINITY : 0;
    var most = type.most().isEmpty() ? Double.POSITIVE_INFINITY : 1;
    var allowed =
        switch (type.range()) {
          case "0..1" -> "a number from 0 to 1";
          case "0.." -> "a number of at least 0";
          case ">0.." -> "a number above 0";
          case ">0..1" -> "a number above 0 and at most 1";
          default -> "a number";
        };
    return unless(
        PropertyValues.number(value)
            .filter(it -> isAboveZero ? it > 0 : it >= least)
            .filter(it -> it <= most)
            .isPresent(),
        allowed);
  }

  /** Checks only the sign, which does not depend on the unit. */
  private static Optional<String> time(String value, Type type) {
    var allowed = "a time such as 500ms, 30s, 5min or 2h";
    var time = PropertyValues.time(value, "s");
    return switch (type.least()) {
      case "0" -> unless(time.filter(it -> !it.isNegative()).isPresent(), allowed + ", or 0");
      case "1" ->
          unless(
              time.filter(it -> !it.isNegative() && !it.isZero()).isPresent(),
              allowed + ", above 0");
      default -> unless(time.isPresent(), allowed);
    };
  }

  private static Optional<String> oneOf(String value, Type type, boolean ignoresCase) {
    if (type.range().isEmpty()) {
      return Optional.empty();
    }
    var names = List.of(type.range().split(", "));
    var isOne =
        names.stream()
            .anyMatch(
                it -> ignoresCase ? it.equalsIgnoreCase(value.strip()) : it.equals(value.strip()));
    return unless(isOne, Syntax.either(names));
  }

  private static Optional<String> unless(boolean isRight, String allowed) {
    return isRight ? Optional.empty() : Optional.of(allowed);
  }

  private static boolean isOlder(String version, String other) {
    var one = version.split("[.-]");
    var two = other.split("[.-]");
    for (var i = 0; i < Math.min(one.length, two.length); i++) {
      if (!one[i].equals(two[i])) {
        return one[i].matches("[0-9]{1,9}") && Integer.parseInt(one[i]) < Integer.parseInt(two[i]);
      }
    }
    return false;
  }

  /** The table, which is read at most once, and only if a config has properties. */
  private static synchronized Map<String, Type> types() {
    if (types == null) {
      types = Collections.unmodifiableMap(read());
    }
    return types;
  }

  private static Map<String, Type> read() {
    var table = new HashMap<String, Type>();
    try (var file = PropertyTypes.class.getResourceAsStream(FILE);
        var lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          var columns = line.split("\t");
          table.put(
              columns[0],
              new Type(
                  columns[1],
                  columns.length > 2 ? columns[2] : "",
                  columns.length > 3 ? columns[3] : ""));
        }
      }
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

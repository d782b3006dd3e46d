package sparkstack.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The syntax of a scalar in the config.
 *
 * <p>The syntaxes are constants of {@link KubernetesSyntax}, {@link SparkSyntax}, {@link
 * ImageSyntax}, {@link NetworkSyntax} and {@link QuantitySyntax}.
 *
 * @param type string, number or boolean
 * @param unit of a number, or the units in a string; empty if there is none
 * @param allowed the allowed values, to be read after "must be"
 * @param example a value as the user would type it
 * @param isQuantity whether other strings may be the same value, such as 1.10 and 1.1
 * @param longest most characters of a value; longer ones are not parsed
 * @param schema JSON Schema keywords for the value, such as {@code pattern} and {@code enum}
 * @param parse returns the value of a string; empty if the string is not allowed
 */
record Syntax<T>(
    String type,
    String unit,
    String allowed,
    String example,
    boolean isQuantity,
    int longest,
    Map<String, ?> schema,
    Function<String, Optional<T>> parse) {
  private static final String TEXT = "string";

  /** The units of a size of memory. */
  static final String BYTES = "m for MiB, g for GiB, t for TiB";

  /** Most characters of names and paths. Regular expressions overflow the stack on thousands. */
  static final int LONGEST_NAME = 253;

  /** Sizes such as 2gb, which Spark reads as 2g and Kubernetes does not accept. */
  private static final Pattern SIZE_OF_BYTES = Pattern.compile("([0-9]{1,11}[KMGTkmgt]i?)[bB]");

  static final Syntax<Boolean> BOOLEAN =
      new Syntax<>(
          "boolean",
          "",
          "true or false",
          "true",
          false,
          LONGEST_NAME,
          Map.of(),
          text ->
              Optional.of(text).filter(Set.of("true", "false")::contains).map(Boolean::valueOf));

  /** A string that {@code parse} reads. */
  static <T> Syntax<T> text(String allowed, String example, Function<String, Optional<T>> parse) {
    return new Syntax<>(TEXT, "", allowed, example, false, LONGEST_NAME, Map.of(), parse);
  }

  /** Any string of any length. */
  static Syntax<String> anyText(String allowed, String example) {
    return new Syntax<>(
        TEXT, "", allowed, example, false, Integer.MAX_VALUE, Map.of(), Optional::of);
  }

  /** A number that {@code parse} reads. */
  static <T> Syntax<T> number(String allowed, String example, Function<String, Optional<T>> parse) {
    return new Syntax<>("number", "", allowed, example, false, LONGEST_NAME, Map.of(), parse);
  }

  static Syntax<Integer> wholeNumber(int least, int most) {
    return Syntax.number(
            "a whole number from " + least + " to " + most,
            String.valueOf(Math.max(least, Math.min(most, 4))),
            text ->
                Optional.of(text)
                    .filter(Pattern.compile("[0-9]{1,9}").asMatchPredicate())
                    .map(Integer::valueOf)
                    .filter(number -> least <= number && number <= most))
        .with(Map.of("minimum", least, "maximum", most));
  }

  static Syntax<Integer> atLeast(int least) {
    return Syntax.number(
            "a whole number of at least " + least,
            String.valueOf(least),
            text ->
                Optional.of(text)
                    .filter(Pattern.compile("[0-9]{1,10}").asMatchPredicate())
                    .map(Long::valueOf)
                    .filter(number -> least <= number && number <= Integer.MAX_VALUE)
                    .map(Long::intValue))
        .with(Map.of("minimum", least));
  }

  /** A string that a regular expression matches. */
  static Syntax<String> matching(String allowed, String example, String regex) {
    return matching(allowed, example, LONGEST_NAME, regex);
  }

  static Syntax<String> matching(String allowed, String example, int longest, String regex) {
    var pattern = Pattern.compile(regex).asMatchPredicate();
    var schema = Map.of("pattern", regex, "maxLength", longest);
    return new Syntax<>(
        TEXT,
        "",
        allowed,
        example,
        false,
        longest,
        schema,
        text -> Optional.of(text).filter(pattern));
  }

  static Syntax<String> oneOf(String... texts) {
    return Syntax.text(
            either(List.of(texts)),
            texts[Math.min(1, texts.length - 1)],
            text -> Optional.of(text).filter(List.of(texts)::contains))
        .with(Map.of("enum", List.of(texts)));
  }

  /** The same syntax with another example. */
  Syntax<T> like(String other) {
    return new Syntax<>(type, unit, allowed, other, isQuantity, longest, schema, parse);
  }

  /** The same syntax with a unit. */
  Syntax<T> in(String other) {
    return new Syntax<>(type, other, allowed, example, isQuantity, longest, schema, parse);
  }

  /** The same syntax, in which two strings may be the same value. */
  Syntax<T> asQuantity() {
    return new Syntax<>(type, unit, allowed, example, true, longest, schema, parse);
  }

  /** The same syntax whose strings have another type for the program. */
  <S> Syntax<S> as(Function<String, Optional<S>> other) {
    return new Syntax<>(type, unit, allowed, example, isQuantity, longest, schema, other);
  }

  private Syntax<T> with(Map<String, ?> keywords) {
    return new Syntax<>(type, unit, allowed, example, isQuantity, longest, keywords, parse);
  }

  /** Whether another string is another value. */
  boolean keepsText() {
    return type.equals(TEXT) && !isQuantity;
  }

  /** The value of a string; empty if the string is not allowed. */
  Optional<T> read(String text) {
    return text.length() <= longest ? parse.apply(text) : Optional.empty();
  }

  /** The allowed values in place of a wrong one, to be read after "must be". */
  String insteadOf(String text) {
    if (text.length() > longest) {
      return "%s, at most %d characters long".formatted(allowed, longest);
    }
    return withoutByte(text)
        .or(() -> NetworkSyntax.withoutMapping(text))
        .filter(it -> read(it).isPresent())
        // Kubernetes reads m as thousandths.
        .filter(it -> unit.equals(BYTES) || !it.endsWith("m"))
        .map(it -> it + ": " + allowed)
        .orElse(allowed);
  }

  /** 2g for 2gb; empty if the string is not such a size. */
  private static Optional<String> withoutByte(String text) {
    var matcher = SIZE_OF_BYTES.matcher(text);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A list such as "one, two or three". */
  static String either(List<String> texts) {
    var last = texts.size() - 1;
    return last == 0
        ? texts.get(0)
        : String.join(", ", texts.subList(0, last)) + " or " + texts.get(last);
  }
}

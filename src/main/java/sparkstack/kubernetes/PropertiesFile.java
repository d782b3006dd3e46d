package sparkstack.kubernetes;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A properties file that {@code java.util.Properties} reads correctly in any encoding: Spark reads
 * its file in UTF-8, and Log4j reads its own in ISO 8859-1.
 */
final class PropertiesFile {
  private static final String ESCAPED_IN_KEYS = " =:#!";

  private PropertiesFile() {}

  static String of(Map<String, String> properties) {
    return new TreeMap<>(properties)
        .entrySet().stream()
            .map(it -> "%s=%s\n".formatted(key(it.getKey()), value(it.getValue())))
            .collect(Collectors.joining());
  }

  private static String key(String text) {
    return text.chars()
        .mapToObj(it -> ESCAPED_IN_KEYS.indexOf(it) < 0 ? escaped(it) : "\\" + (char) it)
        .collect(Collectors.joining());
  }

  /** Escapes a leading space, which would belong to the separator. */
  private static String value(String text) {
    var escaped = text.chars().mapToObj(PropertiesFile::escaped).collect(Collectors.joining());
    return escaped.startsWith(" ") ? "\\" + escaped : escaped;
  }

  private static String escaped(int character) {
    return switch (character) {
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '\f' -> "\\f";
      default ->
          character < ' ' || character > '~'
              ? "\\u%04x".formatted(character)
              : String.valueOf((char) character);
    };
  }
}

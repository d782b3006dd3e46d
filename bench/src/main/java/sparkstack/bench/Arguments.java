package sparkstack.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command line of options that start with {@code --}, each with a value, in any order. */
public final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @param usage usage line for messages
   * @param names required options
   */
  public static Arguments parse(String usage, List<String> names, String... arguments) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!names.contains(arguments[i])) {
        throw new BenchException("unknown argument \"%s\"; %s".formatted(arguments[i], usage));
      }
      if (i + 1 == arguments.length || arguments[i + 1].isBlank()) {
        throw new BenchException("%s needs a value; %s".formatted(arguments[i], usage));
      }
      values.put(arguments[i], arguments[i + 1]);
    }
    for (String name : names) {
      if (!values.containsKey(name)) {
        throw new BenchException("%s is missing; %s".formatted(name, usage));
      }
    }
    return new Arguments(values);
  }

  public String text(String name) {
    return values.get(name);
  }

  public Path path(String name) {
    return Path.of(text(name));
  }

  /** A number from 1 to a maximum. */
  public int number(String name, int max) {
    try {
      int number = Integer.parseInt(text(name));
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Handled below, with numbers out of range.
    }
    throw new BenchException(
        "%s must be a whole number from 1 to %d, not \"%s\"".formatted(name, max, text(name)));
  }
}

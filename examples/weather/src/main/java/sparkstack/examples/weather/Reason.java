package sparkstack.examples.weather;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The reason why a job failed, in one line: the messages of an exception and its causes, without
 * stack traces.
 */
final class Reason {

  private Reason() {}

  static String of(Throwable failure) {
    List<String> messages = new ArrayList<>();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (!repeatsItsCause(t)) {
        messages.add(inOneLine(t));
      }
    }
    return String.join("; because: ", messages);
  }

  /** True for "Job aborted due to stage failure", which contains the stack trace of its cause. */
  private static boolean repeatsItsCause(Throwable t) {
    return t.getCause() != null
        && t.getCause().getMessage() != null
        && t.getMessage() != null
        && t.getMessage().contains(t.getCause().getMessage());
  }

  private static String inOneLine(Throwable t) {
    if (t.getMessage() == null) {
      return t.getClass().getName();
    }
    return t.getMessage()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("at "))
        .filter(line -> !line.equals("Driver stacktrace:"))
        .collect(Collectors.joining(" "));
  }
}

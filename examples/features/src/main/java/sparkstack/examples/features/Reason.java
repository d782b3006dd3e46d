package sparkstack.examples.features;

import java.util.ArrayList;

/** The reason why a feature failed, in one line. */
final class Reason {

  private static final int LONGEST = 300;

  private Reason() {}

  /** The failure and its causes, each as its class and the first line of its message. */
  static String of(Throwable failure) {
    var reasons = new ArrayList<String>();
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      reasons.add(inOneLine(cause));
    }
    return String.join("; because: ", reasons);
  }

  private static String inOneLine(Throwable cause) {
    var line = cause.toString().lines().findFirst().orElse("");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}

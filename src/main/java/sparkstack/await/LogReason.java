package sparkstack.await;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the reason why a program ended in its log: the exception with its message and causes,
 * without stack frames.
 */
final class LogReason {
  private static final int MOST_LINES = 8;
  private static final int MOST_LAST_WORDS = 3;
  private static final int LONGEST_LINE = 1000;

  /** A line of Log4j, in Spark's own format or with an ISO date. */
  private static final Pattern LOGGED =
      Pattern.compile(
          "\\d{2,4}[/-]\\d{2}[/-]\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}\\S* +(?:\\S+ +)?(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\\b *(.*)");

  private static final Pattern UNCAUGHT = Pattern.compile("Exception in thread \"[^\"]*\" (.*)");
  private static final Pattern TRACEBACK =
      Pattern.compile("Traceback \\(most recent call last\\):");

  /** The class and message of an exception, as Java and Python print them. */
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "(?:[\\p{L}_$][\\w$]*\\.)*[\\p{L}_$][\\w$]*(?:Exception|Error|Exit|Interrupt|Throwable)(?:: .*)?");

  private static final Pattern CAUSE = Pattern.compile("Caused by: .*");

  /**
   * Spark's scheduler ended the application. It stops the SparkContext, so whatever the application
   * does next throws an exception that says only that.
   */
  private static final Pattern KILLED =
      Pattern.compile(".*Application has been killed\\. Reason: .*");

  /**
   * The start of the line with which the script watching-master ends a driver. What the application
   * throws afterwards says only that its SparkContext was stopped.
   */
  private static final String FORGOTTEN = "forgotten: ";

  /** Errors of the JVM and of spark-submit. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "Error: .*|Error occurred during .*|Terminating due to .*|Aborting due to .*");

  /**
   * Spark's heading of the driver's frames; with the bracket in a message that a task set ended.
   */
  private static final Pattern DRIVER_STACK = Pattern.compile("Driver stacktrace:\\)?");

  /** A line of a table that show() printed. */
  private static final Pattern TABLE = Pattern.compile("[+|].*[+|]");

  /** Messages that the JVM, SLF4J and Spark print when they start. */
  private static final Pattern PREAMBLE =
      Pattern.compile(
          "WARNING: .*|SLF4J: .*|Picked up .*|Using Spark's .*|Setting default log level .*");

  /** A message that reads like an error, such as "cannot read /data/in". */
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(?i).*\\b(?:errors?|exception|fatal|fail(?:s|ed|ure)?|abort(?:s|ed|ing)?|cannot|can't|"
              + "(?:could|did|does|must|is|was|may) not|unable|not found|no such|missing|invalid|"
              + "illegal|unknown|unexpected|refused|denied|usage)\\b.*");

  /**
   * How significant a block of lines is. An error that ended the program outweighs a logged error.
   */
  private enum Weight {
    LOGGED,
    THROWN,
    UNCAUGHT,
    KILLED
  }

  private final List<String> block = new ArrayList<>();
  private final List<String> lastWords = new ArrayList<>();
  private Weight weight;

  /** Whether a header announced an exception that has not been read yet. */
  private boolean announced;

  /**
   * Whether the previous line is a warning. The program continued after the exception of a warning.
   */
  private boolean warned;

  /** Whether the lines belong to a block that is less significant than the one before. */
  private boolean skipping;

  private LogReason() {}

  /**
   * The reason, at most 11 lines, the clearest first. The last lines if the log has no reason;
   * empty for an empty log.
   *
   * @param log lines of the log; the last ones decide
   */
  static String of(List<String> log) {
    var reason = new LogReason();
    log.forEach(line -> reason.read(line.stripTrailing()));
    return String.join("\n", reason.lines());
  }

  /** Whether the driver was ended because the master no longer knew its application. */
  static boolean isForgotten(String reason) {
    return reason.startsWith(FORGOTTEN);
  }

  /**
   * After an error that Spark only logged, the application's own error message is the clearest
   * line. Its other lines, such as an elapsed time, come last.
   */
  private List<String> lines() {
    var lines = new ArrayList<>(block);
    var isComplaint =
        weight == Weight.LOGGED && lastWords.stream().anyMatch(COMPLAINT.asMatchPredicate());
    lines.addAll(isComplaint ? 0 : lines.size(), lastWords);
    return lines;
  }

  private void read(String line) {
    var logged = LOGGED.matcher(line);
    var uncaught = UNCAUGHT.matcher(line);
    if (logged.matches()) {
      var isError = logged.group(1).equals("ERROR") || logged.group(1).equals("FATAL");
      if (isError) {
        var message = logged.group(2);
        begin(KILLED.matcher(message).matches() ? Weight.KILLED : Weight.LOGGED, message);
      }
      announced = isError;
      warned = logged.group(1).startsWith("WARN");
    } else if (uncaught.matches()) {
      begin(Weight.UNCAUGHT, uncaught.group(1));
      announced = false;
    } else if (TRACEBACK.matcher(line).matches()) {
      begin(Weight.UNCAUGHT, "");
      announced = true;
    } else if (line.startsWith(FORGOTTEN)) {
      begin(Weight.KILLED, line);
    } else if (REFUSED.matcher(line).matches()) {
      begin(Weight.UNCAUGHT, line);
    } else if (CAUSE.matcher(line).matches()) {
      add(line);
    } else if (EXCEPTION.matcher(line).matches()) {
      if (warned) {
        skipping = true;
      } else if (announced) {
        add(line);
      } else {
        begin(Weight.THROWN, line);
      }
      announced = false;
      warned = false;
    } else if (!line.isBlank() && !isDetail(line)) {
      warned = false;
      speak(line);
    }
  }

  /** A stack frame, a line of source, a plan or a table. Details are indented. */
  private static boolean isDetail(String line) {
    return Character.isWhitespace(line.charAt(0))
        || TABLE.matcher(line).matches()
        || PREAMBLE.matcher(line).matches()
        || DRIVER_STACK.matcher(line).matches();
  }

  private void begin(Weight newWeight, String line) {
    skipping = weight != null && newWeight.compareTo(weight) < 0;
    if (skipping) {
      return;
    }
    weight = newWeight;
    block.clear();
    lastWords.clear();
    add(line);
  }

  private void add(String line) {
    if (!skipping && !line.isEmpty() && block.size() < MOST_LINES) {
      block.add(cut(line));
    }
  }

  /** Adds a line that no logger wrote, such as a message of the application. */
  private void speak(String line) {
    lastWords.add(cut(line));
    if (lastWords.size() > MOST_LAST_WORDS) {
      lastWords.remove(0);
    }
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
  }
}

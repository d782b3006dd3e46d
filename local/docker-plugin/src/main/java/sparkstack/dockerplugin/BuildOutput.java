package sparkstack.dockerplugin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Follows a build's plain output, to tell which step failed and what that step had said, whatever
 * ran beside it.
 */
final class BuildOutput {
  private static final int KEPT_LINES = 20;

  /**
   * A status travels in a header of limited size, and one line of a minified file must not bury the
   * rest.
   */
  private static final int KEPT_COLUMNS = 240;

  /**
   * BuildKit: {@code #7 [build 2/3] RUN make}, {@code #7 0.31 output}, {@code #7 ERROR: …}, {@code
   * #7 DONE 0.4s}.
   */
  private static final Pattern STEP_LINE = Pattern.compile("#(\\d+) (.*)");

  private static final Pattern STEP_NAME = Pattern.compile("\\[.+");
  private static final Pattern STEP_OUTPUT = Pattern.compile("\\d+\\.\\d+ ?(.*)");

  /** The classic builder: {@code Step 2/3 : RUN make}. */
  private static final Pattern CLASSIC_STEP = Pattern.compile("Step \\d+/\\d+ : .*");

  /** BuildKit's summary at the end: {@code > [build 2/3] RUN make:}. */
  private static final Pattern SUMMARY_STEP = Pattern.compile(" > (.+):");

  private final Map<String, Step> steps = new HashMap<>();
  private final Step all = new Step("");
  private Step current = all;
  private Optional<Step> failed = Optional.empty();
  private Optional<String> summary = Optional.empty();

  private static final class Step {
    final String name;
    final Deque<String> lines = new ArrayDeque<>();

    Step(String name) {
      this.name = name;
    }

    void add(String line) {
      lines.addLast(shorten(line));
      if (lines.size() > KEPT_LINES) {
        lines.removeFirst();
      }
    }
  }

  void add(String line) {
    Matcher step = STEP_LINE.matcher(line);
    Matcher summaryStep = SUMMARY_STEP.matcher(line);
    if (step.matches()) {
      if (summary.isPresent()) {
        return; // repeats what the step has said
      }
      all.add(line);
      addToStep(step.group(1), step.group(2));
    } else if (CLASSIC_STEP.matcher(line).matches()) {
      current = new Step(line);
      failed = Optional.of(current); // the last one begun is the one that failed
    } else if (summaryStep.matches()) {
      summary = Optional.of(summaryStep.group(1));
    } else if (!line.isBlank() && !line.matches("-+")) {
      current.add(line);
      if (current != all) {
        all.add(line);
      }
    }
  }

  private void addToStep(String number, String text) {
    if (STEP_NAME.matcher(text).matches()) {
      steps.putIfAbsent(number, new Step(text));
    }
    Step step = steps.computeIfAbsent(number, n -> new Step(text));
    Matcher output = STEP_OUTPUT.matcher(text);
    if (output.matches()) {
      step.add(output.group(1));
    } else if (text.startsWith("ERROR: ")) {
      failed = Optional.of(step);
    }
  }

  /** One message: the step, its last lines, and the builder's verdict. */
  String failure() {
    // A step may fail without failing the build, as an import of a cache does: the summary knows
    // better.
    Optional<Step> step =
        summary
            .flatMap(name -> steps.values().stream().filter(s -> s.name.equals(name)).findFirst())
            .or(() -> failed);
    String verdict = all.lines.isEmpty() ? "the docker command said nothing" : all.lines.getLast();
    return step.map(
            s -> "failing step: %s\n%s%s".formatted(shorten(s.name), indent(s, verdict), verdict))
        .orElseGet(() -> all.lines.stream().collect(Collectors.joining("\n")));
  }

  private static String indent(Step step, String verdict) {
    return step.lines.stream()
        .filter(line -> !line.equals(verdict))
        .map(line -> "  " + line + "\n")
        .collect(Collectors.joining());
  }

  private static String shorten(String line) {
    return line.length() <= KEPT_COLUMNS ? line : line.substring(0, KEPT_COLUMNS) + "…";
  }
}

package sparkstack.bench.preview;

import java.util.List;

/** The measured operations, on a deployed stack without changes. */
enum Operation {
  PREVIEW("preview", List.of("preview", "--expect-no-changes")),
  UP("up", List.of("up", "--expect-no-changes", "--yes", "--skip-preview"));

  private final String title;
  private final List<String> arguments;

  Operation(String title, List<String> arguments) {
    this.title = title;
    this.arguments = arguments;
  }

  /** The line in the table, and the prefix of the names of its figures. */
  String title() {
    return title;
  }

  /** The arguments of the command {@code pulumi}. */
  List<String> arguments() {
    return arguments;
  }
}

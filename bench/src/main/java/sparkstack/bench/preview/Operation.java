package sparkstack.bench.preview;

import java.util.List;

/** What is measured, on a stack that is deployed, and with nothing to change in it. */
enum Operation {
  PREVIEW("preview", List.of("preview", "--expect-no-changes")),
  UP("up", List.of("up", "--expect-no-changes", "--yes", "--skip-preview"));

  private final String title;
  private final List<String> arguments;

  Operation(String title, List<String> arguments) {
    this.title = title;
    this.arguments = arguments;
  }

  /** Its line in the table, and what the names of its figures start with. */
  String title() {
    return title;
  }

  /** Of the command {@code pulumi}. */
  List<String> arguments() {
    return arguments;
  }
}

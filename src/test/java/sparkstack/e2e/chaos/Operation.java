package sparkstack.e2e.chaos;

import java.util.Locale;

/** What a command does to a stack. */
enum Operation {
  CREATE("up"),
  UPDATE("up"),
  DESTROY("destroy");

  private final String command;

  Operation(String command) {
    this.command = command;
  }

  /** The arguments of Pulumi. Without a preview, all moments are in the operation itself. */
  String[] arguments() {
    return new String[] {command, "--yes", "--skip-preview"};
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

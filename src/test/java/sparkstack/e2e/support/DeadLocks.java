package sparkstack.e2e.support;

import java.io.IOException;
import java.nio.file.Path;

/** The locks of Pulumi processes that were killed. */
final class DeadLocks {
  /**
   * Runs the function of local/stack. The script itself works only with the backend and the stack
   * files of the local environment.
   */
  private static final String SCRIPT =
      """
      set -euo pipefail
      source run/messages.sh
      eval "$(sed -n '/^remove_dead_locks() {$/,/^}$/p' local/stack)"
      DATA=$1 stack=$2
      remove_dead_locks
      """;

  private DeadLocks() {}

  /**
   * Removes the locks of a stack of the project spark, and returns what the script says.
   *
   * @param data folder that has the backend in its folder {@code state}
   */
  static String remove(Path data, String stack) throws IOException, InterruptedException {
    return Command.of("bash", "-c", SCRIPT, "local/stack", data.toString(), stack).run();
  }
}

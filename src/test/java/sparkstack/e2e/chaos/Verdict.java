package sparkstack.e2e.chaos;

import java.util.List;
import sparkstack.e2e.support.TimedApplication.Result;

/**
 * What became of an application.
 *
 * @param problems descriptions of a missing or wrong result, and of promises that the stack broke
 */
record Verdict(Result result, List<String> problems) {
  static Verdict right() {
    return new Verdict(Result.RIGHT, List.of());
  }
}

package sparkstack.preflight;

import com.pulumi.exceptions.RunException;
import java.util.ArrayList;
import java.util.List;

/** What the checks have found. */
final class Report {
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  void error(String message) {
    errors.add(message);
  }

  void warning(String message) {
    warnings.add(message);
  }

  /**
   * The warnings.
   *
   * @throws RunException with every error, if there is one
   */
  List<String> warnings() {
    if (!errors.isEmpty()) {
      throw new RunException(String.join("\n", errors));
    }
    return List.copyOf(warnings);
  }
}

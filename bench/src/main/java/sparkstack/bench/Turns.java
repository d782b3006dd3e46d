package sparkstack.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which a run measures the subjects. */
public final class Turns {
  private Turns() {}

  /** Starts with another subject in each run, so that no subject always follows the same one. */
  public static <T> List<T> ofRun(int run, List<T> compared) {
    List<T> inTurn = new ArrayList<>(compared);
    Collections.rotate(inTurn, run);
    return inTurn;
  }
}

package sparkstack.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The order in which a run measures what is compared. */
public final class Turns {
  private Turns() {}

  /** Another one first each time, so that none always comes after the same other. */
  public static <T> List<T> ofRun(int run, List<T> compared) {
    List<T> inTurn = new ArrayList<>(compared);
    Collections.rotate(inTurn, run);
    return inTurn;
  }
}

package sparkstack.e2e.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The order of faults, which depends on a seed only.
 *
 * <p>It consists of rounds with one fault of each kind. So each kind comes equally often, and a
 * longer plan with the same seed starts like a shorter one.
 */
record Plan(List<Step> steps) {
  /**
   * @param moment of the fault: {@link RunningApplication#awaitMoment}
   */
  record Step(Fault fault, double moment) {}

  static Plan of(long seed, int faults) {
    var random = new Random(seed);
    var steps = new ArrayList<Step>();
    while (steps.size() < faults) {
      var round = new ArrayList<>(Arrays.asList(Fault.values()));
      Collections.shuffle(round, random);
      round.forEach(fault -> steps.add(new Step(fault, random.nextDouble())));
    }
    return new Plan(List.copyOf(steps.subList(0, faults)));
  }
}

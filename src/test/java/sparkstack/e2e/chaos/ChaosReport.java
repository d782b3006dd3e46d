package sparkstack.e2e.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table and the figures of a run. */
record ChaosReport(List<Outcome> outcomes) {
  private static final String HEADINGS = "%-24s %5s %9s %13s %30s %12s";
  private static final String ROW = "%-24s %5d %9d %13d %30s %12d";

  /** One line for each kind of fault that came, in the order of {@link Fault}. */
  List<String> table() {
    var heading =
        HEADINGS.formatted(
            "fault",
            "times",
            "jobs lost",
            "wrong results",
            "seconds to serve again (worst)",
            "manual steps");
    var rows =
        Stream.of(Fault.values())
            .map(fault -> outcomes.stream().filter(it -> it.fault() == fault).toList())
            .filter(ofFault -> !ofFault.isEmpty())
            .map(ChaosReport::row);
    return Stream.concat(Stream.of(heading), rows).toList();
  }

  private static String row(List<Outcome> ofFault) {
    return ROW.formatted(
        ofFault.get(0).fault().title(),
        ofFault.size(),
        sum(ofFault, Outcome::lost),
        sum(ofFault, Outcome::wrong),
        worst(ofFault, Outcome::serveAgain).map(it -> seconds("%.1f", it)).orElse("-"),
        sum(ofFault, Outcome::manualSteps));
  }

  /** Lines {@code figure NAME VALUE UNIT}. A figure that no fault has measured has none. */
  List<String> figures() {
    var figures = new ArrayList<String>();
    figures.add(count("chaos.faults", outcomes.size()));
    figures.add(count("chaos.jobs_lost", sum(outcomes, Outcome::lost)));
    figures.add(count("chaos.results_wrong", sum(outcomes, Outcome::wrong)));
    figures.add(count("chaos.manual_steps", sum(outcomes, Outcome::manualSteps)));
    var alone = after(it -> it == Target.MASTER);
    var combined = after(it -> it == Target.MASTER_WITH_OTHERS);
    var both = after(it -> it == Target.MASTER || it == Target.MASTER_WITH_OTHERS);
    time(alone, "recovery.alive_after_start_s", Outcome::aliveAfterStart).ifPresent(figures::add);
    time(combined, "recovery.combined_alive_after_start_s", Outcome::aliveAfterStart)
        .ifPresent(figures::add);
    time(outcomes, "recovery.free_cores_s", Outcome::freeCores).ifPresent(figures::add);
    time(both, "recovery.job_gap_s", Outcome::jobGap).ifPresent(figures::add);
    time(outcomes, "recovery.job_after_ready_s", Outcome::jobAfterReady).ifPresent(figures::add);
    tasks("scalein.failed_tasks", Outcome::failedTasks).ifPresent(figures::add);
    tasks("scalein.fetch_retries", Outcome::fetchRetries).ifPresent(figures::add);
    tasks("scalein.recomputed_map_tasks", Outcome::recomputedMapTasks).ifPresent(figures::add);
    return figures;
  }

  /** What went wrong, with the number of the fault. */
  List<String> problems() {
    var problems = new ArrayList<String>();
    for (var number = 1; number <= outcomes.size(); number++) {
      var outcome = outcomes.get(number - 1);
      for (var problem : outcome.problems()) {
        problems.add("fault %d, %s: %s".formatted(number, outcome.fault().title(), problem));
      }
    }
    return problems;
  }

  @Override
  public String toString() {
    return Stream.of(table(), figures(), problems())
        .flatMap(Collection::stream)
        .collect(Collectors.joining("\n"));
  }

  /** A line about the last fault. */
  String progress(int faults) {
    var last = outcomes.get(outcomes.size() - 1);
    var served =
        last.serveAgain()
            .map(it -> seconds("served again after %.1f s", it))
            .orElse(last.manualSteps() > 0 ? "did not serve again" : "served all the time");
    return "fault %d of %d: %s: %s%s"
        .formatted(
            outcomes.size(),
            faults,
            last.fault().title(),
            served,
            last.problems().isEmpty() ? "" : "; " + String.join("; ", last.problems()));
  }

  private List<Outcome> after(Predicate<Target> target) {
    return outcomes.stream().filter(it -> target.test(it.fault().target())).toList();
  }

  private static int sum(List<Outcome> outcomes, ToIntFunction<Outcome> count) {
    return outcomes.stream().mapToInt(count).sum();
  }

  private static Optional<Double> worst(
      List<Outcome> outcomes, Function<Outcome, Optional<Double>> time) {
    return outcomes.stream().map(time).flatMap(Optional::stream).max(Double::compare);
  }

  private static Optional<String> time(
      List<Outcome> outcomes, String name, Function<Outcome, Optional<Double>> time) {
    return worst(outcomes, time).map(it -> seconds("figure " + name + " %.2f s", it));
  }

  private Optional<String> tasks(String name, Function<Outcome, Optional<Integer>> tasks) {
    return outcomes.stream()
        .map(tasks)
        .flatMap(Optional::stream)
        .reduce(Integer::sum)
        .map(it -> count(name, it));
  }

  private static String count(String name, int value) {
    return "figure %s %d count".formatted(name, value);
  }

  private static String seconds(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}

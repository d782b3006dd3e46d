package sparkstack.e2e.chaos;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/** The outcomes of a run, one JSON object on each line. A stopped run goes on after the last. */
record OutcomeFile(Path path) {
  private static final Gson GSON = new Gson();

  /** The file of a seed, which a stopped run with the same seed may have left. */
  static OutcomeFile of(long seed) throws IOException {
    var folder = Path.of("target", "chaos");
    Files.createDirectories(folder);
    return new OutcomeFile(folder.resolve(seed + ".jsonl"));
  }

  /**
   * The outcomes of the plan's first steps. A line without an end, which a killed run leaves, is
   * removed.
   *
   * @throws IllegalStateException if the file has the outcomes of another plan
   */
  List<Outcome> read(Plan plan) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    var text = Files.readString(path);
    var complete = text.substring(0, text.lastIndexOf('\n') + 1);
    Files.writeString(path, complete);
    var outcomes = complete.lines().map(line -> GSON.fromJson(line, Outcome.class)).toList();
    requirePlan(plan, outcomes);
    return outcomes.subList(0, Math.min(outcomes.size(), plan.steps().size()));
  }

  private void requirePlan(Plan plan, List<Outcome> outcomes) {
    IntStream.range(0, Math.min(outcomes.size(), plan.steps().size()))
        .filter(it -> outcomes.get(it).fault() != plan.steps().get(it).fault())
        .findFirst()
        .ifPresent(
            it -> {
              throw new IllegalStateException(
                  "Line %d of %s has another fault than this program's plan with the seed. Delete the file, or use another seed."
                      .formatted(it + 1, path));
            });
  }

  void append(Outcome outcome) throws IOException {
    Files.writeString(
        path, GSON.toJson(outcome) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}

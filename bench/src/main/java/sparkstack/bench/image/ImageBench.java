package sparkstack.bench.image;

import java.util.List;
import java.util.Map;
import sparkstack.bench.BenchException;
import sparkstack.bench.Commands;
import sparkstack.bench.Comparison;
import sparkstack.bench.Comparison.Subject;
import sparkstack.bench.Figure;
import sparkstack.bench.Progress;
import sparkstack.bench.Turns;

/** Compares our image with a baseline in the way of Apache's image, in one run on one machine. */
public final class ImageBench {
  private static final Subject OURS = new Subject("ours", "image");
  private static final Subject BASELINE = new Subject("baseline", "baseline");
  private static final Subject TRIM_OFF = new Subject("trim off", "trim_off");
  private static final Subject ARCHIVE_OFF = new Subject("archive off", "archive_off");

  private static final Map<String, String> ENVIRONMENT = Map.of("DOCKER_BUILDKIT", "1");

  private static final String NOTES =
      """
      Medians of %d runs, in turn; builds with nothing cached ran once. With "nothing cached", our
      image still has its cached download of Spark's archive; the baseline downloads it from the
      mirror in its only stage. MB are 10^6 bytes. Ready: a master's page responds, a worker has
      registered, an executor has registered with its driver (from its launch), a driver has its
      SparkContext. Jobs: examples/weather from the driver container's start to its end, on two
      workers with one core each; scaled is scale %d, which also counts for the peak memory of the
      first two. Each image's cluster ran once before the measurement, so its files are in the page
      cache. All images computed the same result.""";

  private final Options options;
  private final Docker docker;
  private final Workspace workspace;
  private final Builds builds;
  private final StackConfig config;
  private final Comparison comparison =
      new Comparison(List.of(OURS, BASELINE, TRIM_OFF, ARCHIVE_OFF), Measures.all());

  private final BenchImage ours;
  private final BenchImage baseline;
  private final BenchImage trimOff;
  private final BenchImage archiveOff;

  private ImageBench(
      Options options, StackConfig config, Docker docker, Registry registry, Workspace workspace) {
    this.options = options;
    this.config = config;
    this.docker = docker;
    this.workspace = workspace;
    this.builds = new Builds(docker, config.registry(), registry, comparison);
    this.ours = BenchImage.ours(workspace, config, OURS, "ours");
    this.baseline = BenchImage.baseline(workspace, config, BASELINE, "baseline");
    this.trimOff = BenchImage.ours(workspace, config, TRIM_OFF, "trim-off", "TRIM=full");
    this.archiveOff =
        BenchImage.ours(workspace, config, ARCHIVE_OFF, "archive-off", "CDS_ARCHIVE=false");
  }

  public static void main(String[] arguments) {
    try {
      run(Options.parse(arguments));
    } catch (BenchException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void run(Options options) {
    StackConfig config = StackConfig.read(options.config());
    Commands commands = new Commands(ENVIRONMENT);
    Docker docker = Docker.of(System.getenv(), commands);
    Registry registry = new Registry(config.registry());
    Progress.tell("Removing leftovers of an earlier bench");
    new Leftovers(docker, registry).remove();
    Workspace workspace = Workspace.create(options.project());
    // The hook also runs at the normal end and after a failure.
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(commands, docker, registry, workspace)));
    new ImageBench(options, config, docker, registry, workspace).run();
  }

  /** Stops the bench's commands before the cleanup; otherwise they would create new objects. */
  private static void end(
      Commands commands, Docker docker, Registry registry, Workspace workspace) {
    commands.stop();
    Progress.tell("Removing the bench's containers and images");
    try {
      new Leftovers(docker.with(new Commands(ENVIRONMENT)), registry).remove();
    } catch (BenchException e) {
      System.err.println("error: " + e.getMessage());
    }
    workspace.close();
  }

  private void run() {
    buildAll();
    rebuild();
    cluster();
    print();
  }

  private void buildAll() {
    for (BenchImage image : List.of(ours, baseline)) {
      tell("Building %s with nothing cached", image);
      builds.cold(image);
    }
    for (BenchImage image : List.of(trimOff, archiveOff)) {
      tell("Building %s", image);
      builds.build(image);
    }
    for (BenchImage image : List.of(ours, baseline, trimOff, archiveOff)) {
      tell("Pushing %s", image);
      builds.push(image);
      builds.size(image);
    }
  }

  private void rebuild() {
    Progress.tell("Building with nothing changed, and with another jar");
    for (int run = 1; run <= options.runs(); run++) {
      builds.warm(ours);
      builds.warm(baseline);
    }
    new ApplicationRebuild(
            builds,
            comparison,
            workspace.context(),
            tag -> BenchImage.application(workspace, config, OURS, tag))
        .run(options.runs());
  }

  private void cluster() {
    SparkCluster.createNetwork(docker);
    List<BenchImage> images = List.of(ours, baseline, trimOff, archiveOff);
    Round round = new Round(docker, workspace, comparison, options.scale());
    for (int run = 1; run <= options.runs(); run++) {
      for (BenchImage image : Turns.ofRun(run, images)) {
        tell("Run " + run + " of " + options.runs() + ": a cluster of %s", image);
        boolean scaled = image == ours || image == baseline;
        round.run(image.subject(), builds.reference(image), scaled);
      }
    }
  }

  private static void tell(String step, BenchImage image) {
    Progress.tell(step.formatted(image.subject().title()));
  }

  private void print() {
    System.out.println(comparison.table());
    System.out.println();
    System.out.println(NOTES.formatted(options.runs(), options.scale()));
    System.out.println();
    comparison.figures().stream().map(Figure::line).forEach(System.out::println);
    System.out.flush();
  }
}

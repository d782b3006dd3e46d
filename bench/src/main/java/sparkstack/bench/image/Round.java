package sparkstack.bench.image;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sparkstack.bench.BenchException;
import sparkstack.bench.Comparison;
import sparkstack.bench.Comparison.Subject;
import sparkstack.bench.Measure;
import sparkstack.bench.probe.ReadyProbe;

/** One run of all measurements on a cluster, from its start to its end. */
final class Round {
  private static final String WEATHER = "sparkstack.examples.weather.Weather";

  private final Docker docker;
  private final Workspace workspace;
  private final Comparison comparison;
  private final int scale;

  /** The first result at each scale. All others must be the same. */
  private final Map<Integer, String> results = new HashMap<>();

  Round(Docker docker, Workspace workspace, Comparison comparison, int scale) {
    this.docker = docker;
    this.workspace = workspace;
    this.comparison = comparison;
    this.scale = scale;
  }

  /**
   * @param scaled whether to run the longer job too
   */
  void run(Subject subject, String image, boolean scaled) {
    warmUp(image);
    try (SparkCluster cluster = new SparkCluster(docker, image, workspace)) {
      comparison.add(Measures.ready(Role.MASTER), subject, cluster.startMaster());
      comparison.add(Measures.ready(Role.WORKER), subject, cluster.startWorker());
      probe(subject, cluster);
      cluster.startWorker();
      jobs(subject, cluster, scaled);
    }
  }

  /**
   * Loads the image's files into the page cache. The kernel may have evicted them while others ran.
   */
  private void warmUp(String image) {
    try (SparkCluster cluster = new SparkCluster(docker, image, workspace)) {
      cluster.startMaster();
      cluster.startWorker();
      cluster.submit(ReadyProbe.class.getName(), "bench").awaitSuccess();
    }
  }

  /** Measures driver and executor, on one worker. */
  private void probe(Subject subject, SparkCluster cluster) {
    Container driver = cluster.submit(ReadyProbe.class.getName(), "bench");
    Container.State state = driver.awaitSuccess();
    String output = driver.logs().output();
    comparison.add(Measures.ready(Role.DRIVER), subject, state.secondsUntil(driverReady(output)));

    Container worker = cluster.daemons().get(1);
    Instant launched = SparkLog.timeOf(SparkLog.LAUNCHED_EXECUTOR, worker.logs().errors());
    Instant registered = SparkLog.timeOf(SparkLog.REGISTERED_EXECUTOR, driver.logs().errors());
    comparison.add(Measures.ready(Role.EXECUTOR), subject, Container.seconds(launched, registered));
  }

  /** The time when the probe's driver was ready, from its output. */
  static Instant driverReady(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith(ReadyProbe.READY))
        .findFirst()
        .map(line -> Long.parseLong(line.substring(ReadyProbe.READY.length())))
        .map(Instant::ofEpochMilli)
        .orElseThrow(() -> new BenchException("the probe did not print when it was ready"));
  }

  /** Runs the jobs and measures their peak memory. */
  private void jobs(Subject subject, SparkCluster cluster, boolean scaled) {
    Map<Role, Double> peaks = new EnumMap<>(Role.class);
    watched(subject, cluster, Measures.JOB_WALL, 1, peaks);
    if (scaled) {
      watched(subject, cluster, Measures.JOB_WALL_SCALED, scale, peaks);
    }
    peaks.forEach((role, peak) -> comparison.add(Measures.peak(role), subject, peak));
  }

  private void watched(
      Subject subject,
      SparkCluster cluster,
      Measure measure,
      int jobScale,
      Map<Role, Double> peaks) {
    Container driver = submitJob(cluster, jobScale);
    MemoryWatch memory = new MemoryWatch(pids(cluster, driver));
    try (memory) {
      job(subject, measure, driver, jobScale);
    }
    memory.peaks().forEach((role, peak) -> peaks.merge(role, peak, Math::max));
  }

  private static Container submitJob(SparkCluster cluster, int jobScale) {
    return cluster.submit(WEATHER, "weather", "--scale", Integer.toString(jobScale));
  }

  private static List<Long> pids(SparkCluster cluster, Container driver) {
    return Stream.concat(cluster.daemons().stream(), Stream.of(driver))
        .map(container -> container.state().pid())
        .toList();
  }

  private void job(Subject subject, Measure measure, Container driver, int jobScale) {
    Container.State state = driver.awaitSuccess();
    comparison.add(measure, subject, state.secondsUntil(state.finished()));
    String result = driver.logs().output();
    String first = results.computeIfAbsent(jobScale, s -> result);
    if (result.isBlank() || !result.equals(first)) {
      throw new BenchException(
          "%s computed a different result at scale %d:\n%s\ninstead of\n%s"
              .formatted(subject.title(), jobScale, result, first));
    }
  }
}

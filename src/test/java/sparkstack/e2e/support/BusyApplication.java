package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;

/**
 * An application that runs until it is stopped, and that has data for each of its pages.
 *
 * @param uiUrl URL of the cluster's web UI
 * @param id ID of the application
 */
public record BusyApplication(SparkNamespace namespace, Pod driver, String uiUrl, String id)
    implements AutoCloseable {
  /** Number of tasks of the last statement, which runs longer than any test waits. */
  private static final int TASKS = 1000;

  /** A task of the last statement has a core of a worker for an hour, and uses no CPU time. */
  private static final String STATEMENTS =
      """
      cache table numbers as select id, id %% 10 as digit from range(100000);
      select digit, count(*) from numbers group by digit;
      select max(slept) from (
        select java_method('java.lang.Thread', 'sleep', bigint(3600000)) as slept
        from range(0, %1$d, 1, %1$d))
      """
          .formatted(TASKS);

  /** More would leave too little CPU time for Kubernetes on a machine with two cores. */
  private static final int CORES = 2;

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration END = Duration.ofMinutes(1);

  /**
   * Starts an application on a cluster without other applications, and waits until it runs its last
   * statement.
   *
   * @param conf more arguments of spark-submit
   */
  public static BusyApplication start(SparkNamespace namespace, String uiUrl, String... conf) {
    var arguments = Stream.concat(Stream.of("--conf", "spark.cores.max=" + CORES), Stream.of(conf));
    var driver = namespace.startDriver(STATEMENTS, arguments.toArray(String[]::new));
    try {
      var id =
          Await.until(
                  "an application at " + uiUrl,
                  START,
                  () -> MasterPage.read(uiUrl).applications(),
                  running -> running.size() == 1)
              .iterator()
              .next();
      Await.until(
          "the last statement of " + id,
          START,
          () -> tasksOfActiveStages(uiUrl, id),
          tasks -> tasks.contains(TASKS));
      return new BusyApplication(namespace, driver, uiUrl, id);
    } catch (AssertionError e) {
      namespace.delete(driver);
      throw e;
    }
  }

  private static List<Integer> tasksOfActiveStages(String uiUrl, String id) throws Exception {
    var stages = "%1$s/proxy/%2$s/api/v1/applications/%2$s/stages?status=active";
    var active = JsonParser.parseString(Http.get(stages.formatted(uiUrl, id)).body());
    return active.getAsJsonArray().asList().stream()
        .map(stage -> stage.getAsJsonObject().get("numTasks").getAsInt())
        .toList();
  }

  /**
   * Requires the pages of the cluster, of this application, and of an application that has ended.
   *
   * @param pages paths with their queries
   */
  public void requireAllItsPagesAmong(Set<String> pages) {
    var worker = "/proxy/worker-[^/]+";
    var application = "/proxy/" + id;
    for (var page :
        List.of(
            "/",
            "/app/\\?appId=" + id,
            "/app/\\?appId=(?!" + id + ").*",
            "/environment/",
            worker,
            worker + "/logPage/\\?appId=" + id + ".*stderr",
            worker + "/logPage/\\?appId=(?!" + id + ").*stderr",
            worker + "/log\\?appId=" + id + ".*",
            application + "/jobs/job/\\?id=.*",
            application + "/stages/stage/\\?id=.*",
            application + "/storage/rdd/\\?id=.*",
            application + "/environment/",
            application + "/executors/threadDump/\\?executorId=.*",
            application + "/SQL/execution/\\?id=.*",
            application + "/api/v1/applications/" + id + "/environment",
            application + "/static/.*\\.js")) {
      assertTrue(
          pages.stream().anyMatch(Pattern.compile(page).asMatchPredicate()),
          () -> page + " is not among " + pages);
    }
  }

  /** The master's page shows the application without a button that ends it. */
  public void requireNoButton() throws Exception {
    var page = Jsoup.parse(Http.get(uiUrl).body(), uiUrl + "/");

    assertTrue(page.text().contains(id), page::text);
    assertEquals(List.of(), page.select("form[action*=kill]").eachAttr("action"));
  }

  @Override
  public void close() {
    namespace.delete(driver);
    Await.until("the end of " + id, END, () -> MasterPage.read(uiUrl).applications(), Set::isEmpty);
  }
}

package sparkstack.e2e.support;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * The status of a master, which it serves at {@code /json/}.
 *
 * @param url its address for workers and drivers, which has the IP address of its pod
 * @param aliveWorkers hosts of the workers that are ALIVE
 * @param workerIds IDs of the same workers
 * @param applications IDs of the applications that are running or waiting
 * @param completedApplications number of ended applications that the master remembers
 * @param usedCores cores of all workers that applications use
 * @param resources resources of the workers besides cores and memory, such as {@code gpu}
 */
public record MasterPage(
    String url,
    String status,
    Set<String> aliveWorkers,
    Set<String> workerIds,
    Set<String> applications,
    int completedApplications,
    int usedCores,
    Set<String> resources) {
  private static final Duration REGISTRATION = Duration.ofMinutes(2);

  /**
   * Shorter than the time that a new master takes to start: a request to the pod of the last one
   * gets no answer, and tests measure how long a cluster does not serve.
   */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  public static MasterPage read(String uiUrl) throws IOException, InterruptedException {
    var page = JsonParser.parseString(Http.get(TIMEOUT, uiUrl + "/json/").body()).getAsJsonObject();
    var hosts = new TreeSet<String>();
    var ids = new TreeSet<String>();
    var resources = new TreeSet<String>();
    for (var element : page.getAsJsonArray("workers")) {
      var worker = element.getAsJsonObject();
      if (text(worker, "state").equals("ALIVE")) {
        hosts.add(text(worker, "host"));
        ids.add(text(worker, "id"));
        resources.addAll(worker.getAsJsonObject("resources").keySet());
      }
    }
    var applications = new TreeSet<String>();
    for (var application : page.getAsJsonArray("activeapps")) {
      applications.add(text(application.getAsJsonObject(), "id"));
    }
    return new MasterPage(
        text(page, "url"),
        text(page, "status"),
        hosts,
        ids,
        applications,
        page.getAsJsonArray("completedapps").size(),
        page.get("coresused").getAsInt(),
        resources);
  }

  /** Waits until exactly this number of workers is ALIVE. */
  public static MasterPage awaitAliveWorkers(String uiUrl, int count) {
    return Await.until(
        "%d ALIVE workers at %s/json/".formatted(count, uiUrl),
        REGISTRATION,
        () -> read(uiUrl),
        page -> page.status().equals("ALIVE") && page.aliveWorkers().size() == count);
  }

  private static String text(JsonObject object, String name) {
    return object.get(name).getAsString();
  }
}

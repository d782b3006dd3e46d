package sparkstack.e2e.support;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a master says of itself at {@code /json/}.
 *
 * @param aliveWorkers hosts of the workers that are ALIVE
 * @param workerIds ids of the same workers
 * @param applications ids of the applications that are running or waiting
 * @param resources such as {@code gpu}, that they offer beside cores and memory
 */
public record MasterPage(
    String status,
    Set<String> aliveWorkers,
    Set<String> workerIds,
    Set<String> applications,
    Set<String> resources) {
  private static final Duration REGISTRATION = Duration.ofMinutes(2);

  public static MasterPage read(String uiUrl) throws IOException, InterruptedException {
    var page = JsonParser.parseString(Http.get(uiUrl + "/json/").body()).getAsJsonObject();
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
    return new MasterPage(text(page, "status"), hosts, ids, applications, resources);
  }

  /** Waits until so many workers are ALIVE, neither less nor more. */
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

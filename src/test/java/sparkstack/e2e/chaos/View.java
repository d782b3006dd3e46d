package sparkstack.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.SparkNamespace;

/**
 * The state of a cluster.
 *
 * @param at when all of it had been read
 * @param page the master's page
 * @param masters identifies the master's pod and the restarts of its container
 * @param master the master's pod, if it is not terminating
 * @param living addresses of the workers that run and are not terminating
 */
record View(
    Instant at, MasterPage page, Set<String> masters, List<Pod> master, Set<String> living) {
  static View of(SparkNamespace namespace, String uiUrl) throws IOException, InterruptedException {
    var page = MasterPage.read(uiUrl);
    var masters = namespace.incarnations("master");
    var master = namespace.pods("master");
    var living =
        namespace.pods("worker").stream()
            .filter(worker -> namespace.runningContainers(worker).contains("worker"))
            .map(worker -> worker.getStatus().getPodIP())
            .collect(Collectors.toSet());
    return new View(Instant.now(), page, masters, master, living);
  }

  /** Whether the master takes applications and has all living workers. */
  boolean serves() {
    return isOfTheMaster() && isAlive() && page.aliveWorkers().containsAll(living);
  }

  /** Whether the cluster has this number of workers, and no application. */
  boolean isIdleWith(int workers) {
    return isIdle() && living.size() == workers && page.aliveWorkers().size() == workers;
  }

  /** Whether the cluster has no application. */
  boolean isIdle() {
    return serves() && page.applications().isEmpty() && page.usedCores() == 0;
  }

  private boolean isAlive() {
    return page.status().equals("ALIVE");
  }

  /** Whether the page is not that of a former master, which still terminates. */
  private boolean isOfTheMaster() {
    return master.size() == 1
        && page.url().contains("//" + master.get(0).getStatus().getPodIP() + ":");
  }
}

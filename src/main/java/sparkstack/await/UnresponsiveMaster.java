package sparkstack.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/**
 * Explains the failure of a driver that got no answer from its master.
 *
 * <p>The driver does not know the reason: it may be the master's recovery volume, which is full, or
 * a network policy. The master's probes know the first.
 *
 * @param deployment name of the master's Deployment
 * @param namespace namespace of master and driver
 */
record UnresponsiveMaster(String deployment, String namespace) {
  /** Spark's StandaloneAppClient logs it after three attempts of 20 seconds. */
  private static final String NO_ANSWER = "All masters are unresponsive";

  /**
   * What is known about the master.
   *
   * @param reason of the driver's failure
   * @param driver its pod; an older warning explains nothing
   * @return empty for another failure
   */
  Optional<String> explain(String reason, Pod driver, Events events) {
    return reason.contains(NO_ANSWER)
        ? Optional.of(lastWarning(driver, events) + log())
        : Optional.empty();
  }

  private String lastWarning(Pod driver, Events events) {
    var start = Optional.ofNullable(driver.getStatus().getStartTime()).orElse("");
    return events
        .last(it -> isWarningAboutMaster(it) && Events.time(it).compareTo(start) >= 0)
        .map(
            it ->
                "The last warning about the master (pod %s): %s: %s%n"
                    .formatted(
                        it.getInvolvedObject().getName(), it.getReason(), it.getMessage().strip()))
        .orElse("");
  }

  private boolean isWarningAboutMaster(Event event) {
    return Events.isWarning(event)
        && "Pod".equals(event.getInvolvedObject().getKind())
        && event.getInvolvedObject().getName().startsWith(deployment + "-");
  }

  private String log() {
    return "The master's log: kubectl --namespace %s logs deployment/%s"
        .formatted(namespace, deployment);
  }
}

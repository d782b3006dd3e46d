package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.HTTPGetActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;

/**
 * Probes of masters and workers, on their web UI's state page.
 *
 * <p>A driver has none: its Job ends when it does.
 */
public final class Probes {
  private static final String STATE_PAGE = "/json/";

  private Probes() {}

  /** Asks every second, so that a rollout goes on as soon as the role is up; for five minutes. */
  public static ProbeArgs startup() {
    return ProbeArgs.builder()
        .httpGet(statePage())
        .periodSeconds(1)
        .timeoutSeconds(5)
        .failureThreshold(300)
        .build();
  }

  public static ProbeArgs readiness() {
    return ProbeArgs.builder()
        .httpGet(statePage())
        .periodSeconds(5)
        .timeoutSeconds(5)
        .failureThreshold(3)
        .build();
  }

  /**
   * Fails after five minutes without an answer.
   *
   * <p>One that is slow to answer, with a full heap or no CPU to have, still does its work, and to
   * restart it would take the work of every running application along.
   */
  public static ProbeArgs liveness() {
    return ProbeArgs.builder()
        .httpGet(statePage())
        .periodSeconds(30)
        .timeoutSeconds(30)
        .failureThreshold(10)
        .build();
  }

  private static HTTPGetActionArgs statePage() {
    return HTTPGetActionArgs.builder().path(STATE_PAGE).port(Ports.UI).build();
  }
}

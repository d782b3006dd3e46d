package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.HTTPGetActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;

/**
 * Probes of masters and workers, on the state page of their web UI.
 *
 * <p>A driver has no probe: its Job ends when the driver ends.
 */
public final class Probes {
  private static final String STATE_PAGE = "/json/";

  private Probes() {}

  /**
   * Probes every second, for up to five minutes, so that a rollout continues as soon as the role is
   * up.
   */
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
   * Fails after five minutes without a response.
   *
   * <p>A process that responds slowly, because its heap is full or it gets no CPU, still does its
   * work. A restart would lose the work of every running application.
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

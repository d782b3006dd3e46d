package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.ExecActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.HTTPGetActionArgs;
import com.pulumi.kubernetes.core.v1.inputs.ProbeArgs;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;

/**
 * Probes of masters and workers: on the state page of their web UI, or by a command in the
 * container.
 *
 * <p>A driver has no probe: its Job ends when the driver ends.
 */
public final class Probes {
  private static final String STATE_PAGE = "/json/";

  private Probes() {}

  /**
   * Runs a command every second, so that a rollout continues as soon as the role is up.
   *
   * @param longest time until the kubelet restarts the container
   */
  public static ProbeArgs startup(Duration longest, String... command) {
    return ProbeArgs.builder()
        .exec(exec(command))
        .periodSeconds(1)
        .timeoutSeconds(5)
        .failureThreshold((int) longest.toSeconds())
        .build();
  }

  /**
   * Replaces a Deployment whose startup probe was a request and becomes a command, which is a
   * Deployment of release 0.1.0. The role's container is the first.
   *
   * <p>A probe has one handler. Server-side apply cannot exchange the handler of a Deployment that
   * release 0.1.0 created: that handler belongs to the field manager of that release, which had a
   * random name, and so it would stay beside the new one.
   */
  public static CustomResourceOptions replacing(CustomResourceOptions options) {
    return CustomResourceOptions.merge(
        options,
        CustomResourceOptions.builder()
            .replaceOnChanges("spec.template.spec.containers[0].startupProbe.httpGet")
            .deleteBeforeReplace(true)
            .build());
  }

  /**
   * Succeeds as long as a command does.
   *
   * <p>The kubelet first runs it when the startup probe has succeeded. After that, it runs it
   * rarely: to start a process in a container costs a tenth of a second of CPU time.
   */
  public static ProbeArgs readiness(String... command) {
    return ProbeArgs.builder()
        .exec(exec(command))
        .periodSeconds(30)
        .timeoutSeconds(10)
        .failureThreshold(2)
        .build();
  }

  /**
   * Fails after five minutes without a response.
   *
   * <p>A process that responds slowly, because its heap is full or it gets no CPU, still does its
   * work. A restart would lose the work of every running application.
   *
   * @param scheme {@code http} or {@code https}, which is also the name of the port
   */
  public static ProbeArgs liveness(String scheme) {
    return patient().httpGet(statePage(scheme)).build();
  }

  /** The same by a command, if the page needs a login: a request of the kubelet has none. */
  public static ProbeArgs livenessBy(String... command) {
    return patient().exec(exec(command)).build();
  }

  private static ProbeArgs.Builder patient() {
    return ProbeArgs.builder().periodSeconds(30).timeoutSeconds(30).failureThreshold(10);
  }

  private static ExecActionArgs exec(String... command) {
    return ExecActionArgs.builder().command(command).build();
  }

  private static HTTPGetActionArgs statePage(String scheme) {
    var action = HTTPGetActionArgs.builder().path(STATE_PAGE).port(scheme);
    return scheme.equals(Ports.SECURE_UI) ? action.scheme("HTTPS").build() : action.build();
  }
}

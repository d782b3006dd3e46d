package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ObjectFieldSelectorArgs;

/** Environment variables of containers. */
public final class Environment {
  /** Heap of a master's or worker's own process, in Spark's syntax. */
  public static final String DAEMON_MEMORY = "SPARK_DAEMON_MEMORY";

  /** JVM options of a master's or worker's own process. */
  public static final String DAEMON_JAVA_OPTIONS = "SPARK_DAEMON_JAVA_OPTS";

  /** The pod's own address, where Kubernetes expands it: in args, and in variables after it. */
  public static final String POD_IP_REFERENCE = "$(POD_IP)";

  private Environment() {}

  public static EnvVarArgs variable(String name, String value) {
    return EnvVarArgs.builder().name(name).value(value).build();
  }

  /** {@code text} as an arg that Kubernetes hands on as it is, without expanding it. */
  public static String literal(String text) {
    return text.replace("$", "$$");
  }

  /**
   * Defines {@code POD_IP}.
   *
   * <p>Every role binds to it and tells it to the others: a pod's name does not resolve outside of
   * it, and {@code hostname -i} has two answers in a dual-stack cluster.
   */
  public static EnvVarArgs podIp() {
    return EnvVarArgs.builder()
        .name("POD_IP")
        .valueFrom(
            EnvVarSourceArgs.builder()
                .fieldRef(ObjectFieldSelectorArgs.builder().fieldPath("status.podIP").build())
                .build())
        .build();
  }
}

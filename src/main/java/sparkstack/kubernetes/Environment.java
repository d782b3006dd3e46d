package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.EnvVarArgs;
import com.pulumi.kubernetes.core.v1.inputs.EnvVarSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.ObjectFieldSelectorArgs;
import java.util.Set;

/** Environment variables of containers. */
public final class Environment {
  /** Heap of a master's or worker's own process, in Spark's syntax. */
  public static final String DAEMON_MEMORY = "SPARK_DAEMON_MEMORY";

  /** JVM options of a master's or worker's own process. */
  public static final String DAEMON_JAVA_OPTIONS = "SPARK_DAEMON_JAVA_OPTS";

  /** The pod's own address. Kubernetes expands it in args and in later variables. */
  public static final String POD_IP_REFERENCE = "$(POD_IP)";

  /** The variables above, and others that Spark's scripts, masters and workers read. */
  private static final Set<String> RESERVED =
      Set.of(
          "POD_IP",
          DAEMON_MEMORY,
          DAEMON_JAVA_OPTIONS,
          "JAVA_HOME",
          "SPARK_CONF_DIR",
          "SPARK_HOME",
          "SPARK_LOCAL_IP",
          "SPARK_MASTER_HOST",
          "SPARK_MASTER_PORT",
          "SPARK_MASTER_WEBUI_PORT",
          "SPARK_PUBLIC_DNS",
          "SPARK_WORKER_CORES",
          "SPARK_WORKER_MEMORY",
          "SPARK_WORKER_PORT",
          "SPARK_WORKER_WEBUI_PORT");

  private Environment() {}

  /** Whether users cannot set a variable. */
  public static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }

  public static EnvVarArgs variable(String name, String value) {
    return EnvVarArgs.builder().name(name).value(value).build();
  }

  /** An arg that Kubernetes passes on as {@code text}, without expanding references in it. */
  public static String literal(String text) {
    return text.replace("$", "$$");
  }

  /**
   * Defines {@code POD_IP}.
   *
   * <p>Every role binds to the address and announces it to the others. A pod's name does not
   * resolve outside of the pod, and {@code hostname -i} returns two addresses in a dual-stack
   * cluster.
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

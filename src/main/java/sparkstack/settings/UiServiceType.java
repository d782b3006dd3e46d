package sparkstack.settings;

import java.util.Arrays;
import java.util.Optional;

/** How the master's web UI is exposed. */
public enum UiServiceType {
  NODE_PORT("NodePort"),
  LOAD_BALANCER("LoadBalancer"),
  CLUSTER_IP("ClusterIP");

  private final String kubernetesName;

  UiServiceType(String kubernetesName) {
    this.kubernetesName = kubernetesName;
  }

  /** The value of a Service's {@code spec.type}. */
  public String kubernetesName() {
    return kubernetesName;
  }

  public static Optional<UiServiceType> parse(String text) {
    return Arrays.stream(values()).filter(type -> type.kubernetesName.equals(text)).findFirst();
  }
}

package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import java.util.Map;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.MemorySize;

/** What containers request and may use. */
public final class Resources {
  private Resources() {}

  /**
   * A share of CPU, and memory of its own.
   *
   * <p>Memory is requested in full, as JVMs give none back. CPU has no limit: a limit would stop
   * all threads of a JVM, its garbage collector's first, while the node's other cores are idle.
   */
  public static ResourceRequirementsArgs of(CpuQuantity cpuRequest, MemorySize memory) {
    return ResourceRequirementsArgs.builder()
        .requests(Map.of("cpu", cpuRequest.toKubernetes(), "memory", memory.toKubernetes()))
        .limits(Map.of("memory", memory.toKubernetes()))
        .build();
  }
}

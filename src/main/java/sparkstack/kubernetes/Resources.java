package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.ResourceRequirementsArgs;
import java.util.Map;
import sparkstack.settings.MemorySize;
import sparkstack.settings.RoleSettings;

/** The resource requests and limits of a role's container. */
public final class Resources {
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final String STORAGE = "ephemeral-storage";

  private Resources() {}

  /**
   * A share of CPU, memory and disk of its own, and the user's resources, such as a GPU.
   *
   * <p>Memory is requested in full, because JVMs do not return memory. A JVM takes the CPU limit
   * for the number of processors: without a limit, on a node with 64 of them, it would start 64
   * threads for each of its collector, its compilers and its RPC.
   */
  public static ResourceRequirementsArgs of(RoleSettings role, MemorySize memory) {
    return new Additions(role.pod())
        .resources(
            Map.of(
                CPU, role.cpuRequest().toKubernetes(),
                MEMORY, memory.toKubernetes(),
                STORAGE, Volumes.onNode(role.storage())),
            Map.of(
                CPU, role.cpuLimit().toKubernetes(),
                MEMORY, memory.toKubernetes(),
                STORAGE, Volumes.onNode(role.storage())));
  }
}

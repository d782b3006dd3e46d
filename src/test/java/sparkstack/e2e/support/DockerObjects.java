package sparkstack.e2e.support;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Containers, networks and volumes of a test class, which have a common name prefix.
 *
 * <p>They are removed after the test class. Leftovers of a killed run are removed before it.
 *
 * @param prefix prefix of their names; no other object may have it
 */
public record DockerObjects(String prefix) implements BeforeAllCallback, AfterAllCallback {

  /** The name of an object, such as {@code PREFIX-master}. */
  public String name(String role) {
    return prefix + "-" + role;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    LocalEnvironment.require();
    remove();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    remove();
  }

  private void remove() throws Exception {
    remove(
        Command.docker("rm", "--force", "--volumes"),
        Command.docker("ps", "--all", "--format", "{{.Names}}"));
    remove(
        Command.docker("network", "rm"), Command.docker("network", "ls", "--format", "{{.Name}}"));
    remove(Command.docker("volume", "rm"), Command.docker("volume", "ls", "--format", "{{.Name}}"));
  }

  private void remove(Command removal, Command list) throws Exception {
    List<String> ours = list.run().lines().filter(name -> name.startsWith(prefix + "-")).toList();
    if (!ours.isEmpty()) {
      removal.and(ours).run();
    }
  }
}

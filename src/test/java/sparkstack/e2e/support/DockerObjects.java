package sparkstack.e2e.support;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Containers, networks and volumes of a test class, which their names tell.
 *
 * <p>They are removed at its end, and at its start those that a killed run left.
 *
 * @param prefix what their names start with, and no others' names do
 */
public record DockerObjects(String prefix) implements BeforeAllCallback, AfterAllCallback {

  /** Of an object, such as {@code PREFIX-master}. */
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

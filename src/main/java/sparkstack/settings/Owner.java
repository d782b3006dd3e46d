package sparkstack.settings;

/**
 * A stack that owns objects in the cluster.
 *
 * @param project name of the Pulumi project
 * @param stack name of the stack, without the project
 */
public record Owner(String project, String stack) {
  @Override
  public String toString() {
    return project + "/" + stack;
  }
}

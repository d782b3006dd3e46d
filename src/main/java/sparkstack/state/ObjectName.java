package sparkstack.state;

/**
 * The identity of an object in the cluster.
 *
 * @param apiVersion for example {@code apps/v1}
 * @param kind for example {@code Deployment}
 * @param namespace empty for an object without a namespace
 */
public record ObjectName(String apiVersion, String kind, String namespace, String name) {
  public boolean isNamespace() {
    return kind.equals("Namespace");
  }

  /** For example {@code Deployment spark-dev/spark-master}. */
  @Override
  public String toString() {
    return namespace.isEmpty() ? kind + " " + name : "%s %s/%s".formatted(kind, namespace, name);
  }
}

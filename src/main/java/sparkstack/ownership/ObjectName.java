package sparkstack.ownership;

/**
 * Names an object in the cluster.
 *
 * @param apiVersion such as {@code apps/v1}
 * @param kind such as {@code Deployment}
 * @param namespace empty for an object that has none
 */
record ObjectName(String apiVersion, String kind, String namespace, String name) {
  boolean isNamespace() {
    return kind.equals("Namespace");
  }

  /** Such as {@code Deployment spark-dev/spark-master}. */
  @Override
  public String toString() {
    return namespace.isEmpty() ? kind + " " + name : "%s %s/%s".formatted(kind, namespace, name);
  }
}

package sparkstack.kubernetes;

import java.util.Map;

/** The labels of the stack's objects, with Kubernetes' recommended keys. */
public final class Labels {
  private static final String NAME = "app.kubernetes.io/name";
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final String VERSION = "app.kubernetes.io/version";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private Labels() {}

  /**
   * What an object carries.
   *
   * @param component the role that it belongs to, such as {@code master}
   */
  public static Map<String, String> of(String component, String sparkVersion) {
    return Map.of(NAME, "spark", COMPONENT, component, VERSION, sparkVersion, MANAGED_BY, "pulumi");
  }

  /**
   * What a Deployment or Service finds the pods of a role by.
   *
   * <p>Without the version: a Deployment's selector cannot change, so every Spark upgrade would
   * replace the Deployment.
   */
  public static Map<String, String> selector(String component) {
    return Map.of(NAME, "spark", COMPONENT, component);
  }
}

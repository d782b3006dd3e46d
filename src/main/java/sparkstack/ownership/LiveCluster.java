package sparkstack.ownership;

import java.util.Map;
import java.util.Optional;
import sparkstack.settings.KubernetesAccess;
import sparkstack.state.ObjectName;

/** Looks up objects in a Kubernetes cluster. */
public interface LiveCluster {
  /** The settings that select the cluster. */
  KubernetesAccess access();

  /**
   * Finds an object.
   *
   * @return empty if it does not exist
   * @throws UnreachableException if the cluster does not respond
   * @throws ForbiddenException if the user may not read the object
   */
  Optional<LiveObject> find(ObjectName object) throws UnreachableException, ForbiddenException;

  /**
   * An object that exists.
   *
   * @param uid Kubernetes never uses it for another object
   */
  record LiveObject(String uid, Map<String, String> annotations) {}

  /** The cluster did not respond. */
  final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreachableException(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** The cluster did not allow the user to read an object. */
  final class ForbiddenException extends Exception {
    private static final long serialVersionUID = 1L;

    public ForbiddenException(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }
}

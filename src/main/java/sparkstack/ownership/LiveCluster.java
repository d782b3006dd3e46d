package sparkstack.ownership;

import java.util.Map;
import java.util.Optional;

/** Looks up objects in a Kubernetes cluster. */
public interface LiveCluster {
  /** The annotations of an object; empty if it does not exist. */
  Optional<Map<String, String>> annotationsOf(
      String apiVersion, String kind, String namespace, String name) throws UnreachableException;

  /** The cluster did not respond, or did not allow the user to read the object. */
  final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreachableException(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }
}

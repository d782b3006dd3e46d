package sparkstack.ownership;

import java.util.Map;
import java.util.Optional;

/** Answers what there is in a Kubernetes cluster. */
public interface LiveCluster {
  /** Annotations of an object; empty if there is no such object. */
  Optional<Map<String, String>> annotationsOf(
      String apiVersion, String kind, String namespace, String name) throws UnreachableException;

  /** The cluster did not answer, or did not let the user read the object. */
  final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreachableException(Throwable cause) {
      super(cause.getMessage(), cause);
    }
  }
}

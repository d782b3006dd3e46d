package sparkstack.preflight;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sparkstack.kubernetes.ClientErrors;
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
   * @throws LookupException if the cluster did not tell whether it exists
   */
  Optional<LiveObject> find(ObjectName object) throws LookupException;

  /**
   * Whether claims without a storage class get one.
   *
   * @throws LookupException if the cluster did not tell
   */
  boolean hasDefaultStorageClass() throws LookupException;

  /**
   * The names of the API groups that the cluster serves, such as {@code apps}.
   *
   * @throws LookupException if the cluster did not tell
   */
  Set<String> apiGroups() throws LookupException;

  /**
   * An object that exists.
   *
   * @param uid Kubernetes never uses it for another object
   */
  record LiveObject(String uid, Map<String, String> annotations) {}

  /** The cluster did not tell whether an object exists. */
  final class LookupException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why the lookup failed. */
    public enum Failure {
      /** The user may not read the object. */
      FORBIDDEN,

      /** The API server did not respond, or the kubeconfig is invalid. */
      NO_RESPONSE,

      /** The API server responded with another error. */
      REFUSED
    }

    private final Failure failure;

    public LookupException(Failure failure, Throwable cause) {
      super(ClientErrors.message(cause), cause);
      this.failure = failure;
    }

    public Failure failure() {
      return failure;
    }
  }
}

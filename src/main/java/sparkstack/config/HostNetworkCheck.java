package sparkstack.config;

import com.google.gson.JsonObject;

/**
 * Refuses pods in the network of their node if the cluster has NetworkPolicies. What a policy does
 * with them is undefined: most plugins recognize them neither as target nor as peer, and would cut
 * them off from the other roles.
 *
 * @param key of the role's pods
 */
record HostNetworkCheck(ConfigValues values, Key<?> key) {
  private static final String FIELD = "hostNetwork";

  void check(JsonObject pod) {
    var path = key.entry(FIELD);
    var isOn = PodChecks.text(pod, FIELD).filter("true"::equals).isPresent();
    if (isOn && values.areRight(path) && NetworkPolicyReader.isOn(values)) {
      values.reject(
          path,
          "true",
          "false unless %s is false: a NetworkPolicy does not recognize pods in the network of their node"
              .formatted(values.name(NetworkKeys.NETWORK_POLICY)));
    }
  }
}

package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyEgressRuleArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyPeerArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sparkstack.kubernetes.KubernetesObjects;
import sparkstack.settings.NetworkPolicySettings;

/** Reads the settings of the cluster's NetworkPolicies. */
record NetworkPolicyReader(ConfigValues values) {
  private static final List<Key<Optional<List<JsonElement>>>> DETAILS =
      List.of(NetworkKeys.UI_FROM, NetworkKeys.SUBMIT_FROM, NetworkKeys.EGRESS);

  Optional<NetworkPolicySettings> read() {
    var isOn = isOn(values);
    var uiFrom = objects(NetworkKeys.UI_FROM, NetworkPolicyPeerArgs.class);
    var submitFrom = objects(NetworkKeys.SUBMIT_FROM, NetworkPolicyPeerArgs.class);
    var egress = objects(NetworkKeys.EGRESS, NetworkPolicyEgressRuleArgs.class);
    if (!isOn && values.areRight(NetworkKeys.NETWORK_POLICY)) {
      DETAILS.stream().filter(values::isSet).forEach(this::rejectWithoutPolicy);
    }
    return isOn
        ? Optional.of(
            new NetworkPolicySettings(
                values.get(NetworkKeys.NETWORK_POLICY).isPresent(),
                uiFrom,
                submitFrom.orElse(List.of()),
                egress))
        : Optional.empty();
  }

  /** Whether the cluster has policies, which is the default. */
  static boolean isOn(ConfigValues values) {
    return values.get(NetworkKeys.NETWORK_POLICY).orElse(true);
  }

  /** An error, not a warning: the user would believe that the cluster is closed. */
  private void rejectWithoutPolicy(Key<?> key) {
    values.reject(
        key,
        "must be left out with %s false: no policy would apply it"
            .formatted(values.name(NetworkKeys.NETWORK_POLICY)));
  }

  private Optional<List<JsonObject>> objects(Key<Optional<List<JsonElement>>> key, Class<?> type) {
    return values
        .get(key)
        .map(
            elements -> {
              var objects = new ArrayList<JsonObject>();
              for (var i = 0; i < elements.size(); i++) {
                if (reader().read(type, elements.get(i), key.element(i)) != null) {
                  objects.add(elements.get(i).getAsJsonObject());
                }
              }
              return List.copyOf(objects);
            });
  }

  private KubernetesObjects reader() {
    return new KubernetesObjects(
        values::reject,
        values::shown,
        new PodFields(values),
        new PodSelectors(values),
        new NetworkPolicyChecks(values));
  }
}

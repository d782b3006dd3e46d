package sparkstack.config;

import com.google.gson.JsonObject;
import com.pulumi.kubernetes.networking.v1.inputs.IPBlockArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyPeerArgs;
import com.pulumi.kubernetes.networking.v1.inputs.NetworkPolicyPortArgs;
import java.util.stream.Stream;
import sparkstack.kubernetes.KubernetesObjects;

/** Checks the fields of network policies against each other, by the API server's rules. */
record NetworkPolicyChecks(ConfigValues values) implements KubernetesObjects.Check {
  private static final String IP_BLOCK = "ipBlock";

  @Override
  public void check(Class<?> type, JsonObject object, String path) {
    if (type == NetworkPolicyPeerArgs.class) {
      checkPeer(object, path);
    } else if (type == IPBlockArgs.class) {
      checkBlock(object, path);
    } else if (type == NetworkPolicyPortArgs.class) {
      checkPorts(object, path);
    }
  }

  private void checkPeer(JsonObject peer, String path) {
    var selects = Stream.of("namespaceSelector", "podSelector").anyMatch(peer::has);
    if (peer.has(IP_BLOCK) && selects) {
      values.reject(
          path + "." + IP_BLOCK, "must be left out with namespaceSelector or podSelector");
    } else if (!peer.has(IP_BLOCK) && !selects) {
      values.reject(path, "must have ipBlock, namespaceSelector or podSelector");
    }
  }

  private void checkBlock(JsonObject block, String path) {
    var range = PodChecks.text(block, "cidr");
    if (range.isEmpty() || !values.areRight(path + ".cidr")) {
      return;
    }
    PodChecks.forEachText(
        block,
        path,
        "except",
        (exceptPath, except) -> {
          if (values.areRight(exceptPath)
              && !AddressRange.of(range.get()).isAround(AddressRange.of(except))) {
            values.reject(
                exceptPath, except, "a range in cidr (%s) that is smaller".formatted(range.get()));
          }
        });
  }

  private void checkPorts(JsonObject ports, String path) {
    if (!ports.has("endPort") || !values.areRight(path + ".port", path + ".endPort")) {
      return;
    }
    var first = PodChecks.text(ports, "port").filter(it -> it.matches("[0-9]+"));
    var last = ports.get("endPort").getAsInt();
    if (first.isEmpty()) {
      values.reject(path + ".port", "must be a number with endPort");
    } else if (Integer.parseInt(first.get()) > last) {
      values.reject(
          path + ".endPort", String.valueOf(last), "at least port (%s)".formatted(first.get()));
    }
  }
}

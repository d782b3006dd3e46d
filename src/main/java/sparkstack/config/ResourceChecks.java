package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Optional;

/**
 * Checks the resources that the user adds to a role's container, such as {@code nvidia.com/gpu}.
 */
record ResourceChecks(ConfigValues values, RoleKeys role) {
  private static final String REQUESTS = "requests";
  private static final String LIMITS = "limits";

  void check(JsonObject pod) {
    var path = role.pod().entry("resources");
    var resources = PodChecks.map(pod, "resources");
    var limits = PodChecks.map(resources, LIMITS);
    var requests = PodChecks.map(resources, REQUESTS);
    limits.asMap().forEach((name, quantity) -> check(path, LIMITS, name, quantity));
    requests.asMap().forEach((name, quantity) -> check(path, REQUESTS, name, quantity));
    for (var name : requests.keySet()) {
      var requestPath = "%s.%s.%s".formatted(path, REQUESTS, name);
      if (values.areRight(requestPath) && !requests.get(name).equals(limits.get(name))) {
        values.reject(
            requestPath,
            text(requests.get(name)),
            "the same as %s.%s.%s: Kubernetes accepts no other request of such a resource"
                .formatted(values.name(path), LIMITS, name));
      }
    }
    checkClaims(path, resources, pod);
  }

  private void check(String path, String field, String name, JsonElement quantity) {
    var quantityPath = "%s.%s.%s".formatted(path, field, name);
    var key = keyOf(field, name);
    if (key.isPresent()) {
      values.reject(quantityPath, "must be left out: use " + values.name(key.get()));
    } else if (!values.areRight(quantityPath) || name.startsWith("hugepages-")) {
      // The quantity has an error already, or any quantity is allowed.
      return;
    } else if (!name.contains("/") || name.contains("kubernetes.io/")) {
      values.reject(
          quantityPath,
          "is not allowed: a resource must be one that a device plugin offers, such as nvidia.com/gpu, or hugepages-SIZE");
    } else if (!text(quantity).matches("[0-9]{1,9}")) {
      values.reject(quantityPath, text(quantity), "a whole number of devices");
    }
  }

  /** The key that sets a resource of the role's container; empty if there is none. */
  private Optional<Key<?>> keyOf(String field, String resource) {
    return switch (resource) {
      case "memory" -> Optional.of(role.memory());
      case "ephemeral-storage" -> Optional.of(role.storage());
      case "cpu" ->
          field.equals(LIMITS) ? Optional.of(role.cpuLimit()) : Optional.of(role.cpuRequest());
      default -> Optional.empty();
    };
  }

  private void checkClaims(String path, JsonObject resources, JsonObject pod) {
    var claims = new HashSet<String>();
    PodChecks.forEachObject(
        pod,
        role.pod().name(),
        "resourceClaims",
        (claimPath, claim) -> PodChecks.text(claim, "name").ifPresent(claims::add));
    PodChecks.forEachObject(
        resources,
        path,
        "claims",
        (claimPath, claim) ->
            PodChecks.text(claim, "name")
                .filter(name -> !claims.contains(name))
                .ifPresent(
                    name ->
                        values.reject(
                            claimPath + ".name",
                            name,
                            "the name of one of %s.resourceClaims"
                                .formatted(values.name(role.pod())))));
  }

  private static String text(JsonElement json) {
    return json.isJsonPrimitive() ? json.getAsString() : json.toString();
  }
}

package sparkstack.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.Map;

/**
 * Checks of the resources that a user adds to a role's container, such as {@code nvidia.com/gpu}.
 *
 * @param role such as {@code worker}
 */
record ResourceChecks(ConfigValues values, String role) {
  private static final String REQUESTS = "requests";
  private static final String LIMITS = "limits";

  /** Keys that set a resource, by its name; ROLE stands for the role. */
  private static final Map<String, Map<String, String>> KEYS =
      Map.of(
          REQUESTS,
          Map.of("cpu", "ROLECpuRequest", "ephemeral-storage", "ROLEStorage"),
          LIMITS,
          Map.of("cpu", "ROLECpuLimit", "ephemeral-storage", "ROLEStorage"));

  private static final Map<String, String> MEMORY =
      Map.of(
          "master",
          "masterMemory",
          "worker",
          "workerMemoryLimit",
          "driver",
          "driverMemoryOverhead");

  void check(JsonObject pod) {
    var path = role + "Pod.resources";
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
            "what %s.%s.%s is: Kubernetes takes no other request of such a resource"
                .formatted(values.name(path), LIMITS, name));
      }
    }
    checkClaims(path, resources, pod);
  }

  private void check(String path, String field, String name, JsonElement quantity) {
    var quantityPath = "%s.%s.%s".formatted(path, field, name);
    if (name.equals("memory")) {
      values.reject(quantityPath, "must be left out: use " + values.name(MEMORY.get(role)));
    } else if (KEYS.get(field).containsKey(name)) {
      var key = KEYS.get(field).get(name).replace("ROLE", role);
      values.reject(quantityPath, "must be left out: use " + values.name(key));
    } else if (!values.areRight(quantityPath)) {
      // It has been said what is wrong with it.
    } else if (name.startsWith("hugepages-")) {
      return;
    } else if (!name.contains("/") || name.contains("kubernetes.io/")) {
      values.reject(
          quantityPath,
          "is no resource here: it must be one that a device plugin offers, such as nvidia.com/gpu, or hugepages-SIZE");
    } else if (!text(quantity).matches("[0-9]{1,9}")) {
      values.reject(quantityPath, text(quantity), "a whole number of devices");
    }
  }

  private void checkClaims(String path, JsonObject resources, JsonObject pod) {
    var claims = new HashSet<String>();
    PodChecks.forEachObject(
        pod,
        role + "Pod",
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
                                .formatted(values.name(role + "Pod")))));
  }

  private static String text(JsonElement json) {
    return json.isJsonPrimitive() ? json.getAsString() : json.toString();
  }
}

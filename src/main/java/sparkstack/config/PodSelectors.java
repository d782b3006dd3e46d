package sparkstack.config;

import com.google.gson.JsonObject;
import com.pulumi.kubernetes.core.v1.inputs.NodeSelectorRequirementArgs;
import com.pulumi.kubernetes.meta.v1.inputs.LabelSelectorRequirementArgs;
import java.util.Set;
import sparkstack.kubernetes.KubernetesObjects;

/** Checks the operator and the values of requirements for nodes and for other pods. */
record PodSelectors(ConfigValues values) implements KubernetesObjects.Check {
  private static final Set<Class<?>> REQUIREMENTS =
      Set.of(LabelSelectorRequirementArgs.class, NodeSelectorRequirementArgs.class);

  @Override
  public void check(Class<?> type, JsonObject object, String path) {
    if (!REQUIREMENTS.contains(type) || !values.areRight(path + ".values", path + ".operator")) {
      return;
    }
    var operator = PodChecks.text(object, "operator").orElse("");
    var count = object.has("values") ? object.getAsJsonArray("values").size() : 0;
    switch (operator) {
      case "In", "NotIn" ->
          rejectUnless(count > 0, path, "must have at least one element", operator);
      case "Gt", "Lt" -> rejectUnless(count == 1, path, "must have exactly one element", operator);
      case "Exists", "DoesNotExist" -> rejectUnless(count == 0, path, "must be left out", operator);
      default -> {}
    }
  }

  private void rejectUnless(boolean isRight, String path, String problem, String operator) {
    if (!isRight) {
      values.reject(path + ".values", "%s with operator %s".formatted(problem, operator));
    }
  }
}

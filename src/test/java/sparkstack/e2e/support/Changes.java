package sparkstack.e2e.support;

import com.pulumi.automation.OperationType;
import com.pulumi.automation.events.EngineEvent;
import com.pulumi.automation.events.StepEventMetadata;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The changes of a preview or of an update.
 *
 * @param steps one for each change, such as {@code "update Deployment spark-worker"}; Pulumi's
 *     three steps of a replacement are one change
 */
public record Changes(Set<String> steps) {
  static Changes of(Collection<EngineEvent> events) {
    return new Changes(
        events.stream()
            .map(EngineEvent::resourcePreEvent)
            .filter(Objects::nonNull)
            .map(event -> event.metadata())
            .filter(step -> step.op() != OperationType.SAME)
            .map(Changes::describe)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static String describe(StepEventMetadata step) {
    var kind = step.type().substring(step.type().lastIndexOf(':') + 1);
    var name = step.urn().substring(step.urn().lastIndexOf("::") + 2);
    return "%s %s %s".formatted(operation(step.op()), kind, name);
  }

  private static String operation(OperationType operation) {
    return switch (operation) {
      case CREATE_REPLACEMENT, DELETE_REPLACED -> "replace";
      default -> operation.name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}

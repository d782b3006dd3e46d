package sparkstack.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import sparkstack.config.SettingsReader;
import sparkstack.config.StackConfig;
import sparkstack.settings.KeyNames;

/** Objects of the API server, with only the fields that the tests need. */
final class ApiObjects {
  /** The keys of the stack's cluster. */
  static final KeyNames KEYS =
      SettingsReader.read(new StackConfig(Map.of(), Set.of()), "dev", Path.of("")).cluster().keys();

  private ApiObjects() {}

  static <T> T read(Class<T> type, String yaml) {
    return Serialization.unmarshal(yaml, type);
  }

  /**
   * Creates a pod.
   *
   * @param status fields of the status in YAML, one on each line
   */
  static Pod pod(String name, String owner, String status) {
    return read(
        Pod.class,
        """
        metadata:
          name: %s
          namespace: spark-dev
          uid: %s
          ownerReferences: [{uid: %s}]
        spec:
          nodeName: node-1
          containers:
            - {name: driver, resources: {limits: {memory: 1408Mi}}}
        status:
        """
                .formatted(name, name, owner)
            + status.indent(2));
  }

  static Event event(String type, String about, String reason, String message, String time) {
    return read(
        Event.class,
        """
        metadata: {name: event, creationTimestamp: "%s"}
        involvedObject: {uid: %s}
        type: %s
        reason: %s
        message: '%s'
        """
            .formatted(time, about, type, reason, message.replace("'", "''")));
  }
}

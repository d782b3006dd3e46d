package sparkstack.kubernetes;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Errors of the client of Kubernetes. */
public final class ClientErrors {
  private ClientErrors() {}

  /**
   * The message with its causes, without a full stop. The client's own message may only name the
   * request that failed, and a cause may have no message but its class.
   */
  public static String message(Throwable error) {
    var message =
        Objects.requireNonNullElse(error.getMessage(), error.toString())
            .strip()
            .replaceAll("\\.+$", "");
    var causes =
        Stream.iterate(error.getCause(), Objects::nonNull, Throwable::getCause)
            .map(it -> Objects.requireNonNullElse(it.getMessage(), it.getClass().getSimpleName()))
            .filter(it -> !message.contains(it))
            .distinct()
            .collect(Collectors.joining(", "));
    return causes.isEmpty() ? message : "%s (%s)".formatted(message, causes);
  }
}

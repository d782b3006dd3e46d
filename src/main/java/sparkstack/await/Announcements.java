package sparkstack.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Announces the progress of a wait: each text once, and only states that last. A normal start
 * prints nothing.
 */
final class Announcements {
  static final Duration LASTING = Duration.ofSeconds(15);

  private final Set<String> told = new HashSet<>();
  private String text = "";
  private Instant since = Instant.MIN;

  /** Records a state, and returns the text to show if it is due. */
  Optional<String> of(State state, Instant now) {
    var first = state.text().lines().findFirst().orElse("");
    if (!first.equals(text)) {
      text = first;
      since = now;
    }
    var isDue = !now.isBefore(since.plus(LASTING));
    return isDue && !text.isEmpty() && told.add(text) ? Optional.of(text) : Optional.empty();
  }

  /** The time until the same state is due. */
  Optional<Duration> left(Instant now) {
    return told.contains(text) || text.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.between(now, since.plus(LASTING)));
  }
}

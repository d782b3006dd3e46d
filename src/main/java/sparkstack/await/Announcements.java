package sparkstack.await;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Tells what is waited for, each text once, and only what lasts: a usual start says nothing. */
final class Announcements {
  static final Duration LASTING = Duration.ofSeconds(15);

  private final Set<String> told = new HashSet<>();
  private String text = "";
  private Instant since = Instant.MIN;

  /** Takes a state, and returns the text to show, if it is time. */
  Optional<String> of(State state, Instant now) {
    var first = state.text().lines().findFirst().orElse("");
    if (!first.equals(text)) {
      text = first;
      since = now;
    }
    var isDue = !now.isBefore(since.plus(LASTING));
    return isDue && !text.isEmpty() && told.add(text) ? Optional.of(text) : Optional.empty();
  }

  /** The time until the same state would be told. */
  Optional<Duration> left(Instant now) {
    return told.contains(text) || text.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.between(now, since.plus(LASTING)));
  }
}

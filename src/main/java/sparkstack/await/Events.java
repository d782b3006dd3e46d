package sparkstack.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The events of a namespace, by involved object. */
record Events(List<Event> all) {
  static Events of(Collection<Event> events) {
    return new Events(events.stream().sorted(Comparator.comparing(Events::time)).toList());
  }

  /** The newest event about an object that matches. */
  Optional<Event> last(HasMetadata object, Predicate<Event> fits) {
    var uid = object.getMetadata().getUid();
    return last(fits.and(event -> uid.equals(event.getInvolvedObject().getUid())));
  }

  /** The newest event about any object that matches. */
  Optional<Event> last(Predicate<Event> fits) {
    return all.stream()
        .filter(event -> event.getInvolvedObject() != null)
        .filter(fits)
        .reduce((first, second) -> second);
  }

  static boolean isWarning(Event event) {
    return "Warning".equals(event.getType());
  }

  /** A time in RFC 3339, which sorts as a string. Events have it in one of three fields. */
  static String time(Event event) {
    var eventTime = event.getEventTime() == null ? null : event.getEventTime().getTime();
    return Stream.of(
            event.getLastTimestamp(), eventTime, event.getMetadata().getCreationTimestamp())
        .filter(time -> time != null)
        .findFirst()
        .orElse("");
  }
}

package sparkstack.await;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sparkstack.await.State.Kind;

class AnnouncementsTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final Announcements announcements = new Announcements();

  private Optional<String> told(String text, int second) {
    return announcements.of(new State(Kind.STARTING, text, ""), BEGIN.plusSeconds(second));
  }

  @Test
  void tellWhatLastsOnce() {
    assertEquals(Optional.empty(), told("Pulling: image\nadvice", 0));
    assertEquals(Optional.of(Duration.ofSeconds(15)), announcements.left(BEGIN));
    assertEquals(Optional.of("Pulling: image"), told("Pulling: image\nadvice", 15));
    assertEquals(Optional.empty(), told("Pulling: image\nadvice", 30));
    assertEquals(Optional.empty(), announcements.left(BEGIN.plusSeconds(30)));
  }

  @Test
  void sayNothingOfAUsualStart() {
    assertEquals(Optional.empty(), told("Pulling: image", 0));
    assertEquals(Optional.empty(), told("Started: container", 14));
    assertEquals(Optional.empty(), told("Unhealthy: not yet", 20));
  }
}

package sparkstack.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StackStateTest {
  private static final Map<String, Object> ANSWER =
      Map.of("outputs", Map.of("urn", Map.of("outputs", Map.of("awaited", List.of("uid 1")))));

  private final AtomicInteger asked = new AtomicInteger();

  /** A state whose engine fails before it answers. */
  private StackState afterErrors(int errors, String message) {
    return StackState.of(
        () ->
            asked.incrementAndGet() > errors
                ? CompletableFuture.completedFuture(ANSWER)
                : CompletableFuture.failedFuture(new IllegalStateException(message)));
  }

  @Test
  void isReadAgainWhileTheUpdateWritesIt() {
    var state = afterErrors(3, "readStackResourceOutputs: failed to load checkpoint: EOF");

    assertEquals(Set.of("uid 1"), state.awaited());

    assertEquals(4, asked.get());
    state.uids();
    assertEquals(4, asked.get(), "An answer stays");
  }

  /** Pulumi's answer about a state with an unknown output. */
  @Test
  void hasNoFactsWithoutAnAnswer() {
    var state = StackState.of(() -> CompletableFuture.completedFuture(null));

    assertEquals(Map.of(), state.uids());
    assertEquals(Set.of(), state.awaited());
    assertEquals(Set.of(), state.clusters());
  }

  @Test
  void anotherErrorIsReportedAtOnce() {
    var state = afterErrors(1, "incorrect passphrase");

    var error = assertThrows(CompletionException.class, state::awaited);

    assertTrue(error.getMessage().contains("incorrect passphrase"), error.getMessage());
    assertEquals(1, asked.get());
  }

  @Test
  void anErrorThatStaysIsReported() {
    var state = afterErrors(Integer.MAX_VALUE, "failed to load checkpoint: EOF");

    var error = assertThrows(CompletionException.class, state::awaited);

    assertTrue(error.getMessage().contains("EOF"), error.getMessage());
  }
}

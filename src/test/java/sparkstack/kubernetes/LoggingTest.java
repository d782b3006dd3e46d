package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The configuration of Log4j. */
class LoggingTest {
  @Test
  void keepsLoggersOfLikeNamesApart() {
    var properties = Logging.properties(Map.of("org.my.app", "debug", "org.my_app", "warn"));

    for (var logger : Map.of("org-my-app", "org.my.app", "org-my_app", "org.my_app").entrySet()) {
      assertEquals(logger.getValue(), properties.get("logger.%s.name".formatted(logger.getKey())));
    }
    assertEquals("debug", properties.get("logger.org-my-app.level"));
    assertEquals("warn", properties.get("logger.org-my_app.level"));
  }

  @Test
  void takesRootForAllOthers() {
    var properties = Logging.properties(Map.of("root", "error"));

    assertEquals("error", properties.get("rootLogger.level"));
    assertEquals("info", Logging.properties(Map.of()).get("rootLogger.level"));
  }
}

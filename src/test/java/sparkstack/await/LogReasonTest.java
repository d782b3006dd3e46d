package sparkstack.await;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class LogReasonTest {
  @TestFactory
  Stream<DynamicTest> isFound() throws IOException {
    try (var file = LogReasonTest.class.getResourceAsStream("log-reasons.yaml")) {
      List<Map<String, String>> cases =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(file);
      return cases.stream()
          .map(
              it ->
                  DynamicTest.dynamicTest(
                      it.get("title"),
                      () ->
                          assertEquals(
                              it.get("reason"), LogReason.of(it.get("log").lines().toList()))));
    }
  }

  /** Pulumi prints the whole error, and a message can contain a whole plan. */
  @Test
  void isBounded() {
    var log = new ArrayList<String>();
    log.add("Exception in thread \"main\" java.lang.Error: " + "x".repeat(5_000));
    for (var i = 0; i < 100; i++) {
      log.add("Caused by: java.lang.Error: " + i);
      log.add("more " + i);
    }

    var reason = LogReason.of(log);

    assertEquals(11, reason.lines().count());
    assertTrue(reason.lines().allMatch(line -> line.length() <= 1_001), reason);
  }
}

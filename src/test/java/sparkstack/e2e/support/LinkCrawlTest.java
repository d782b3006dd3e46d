package sparkstack.e2e.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkCrawlTest {
  private static final String REDIRECT = "redirect ";

  /** Bodies by path. */
  private final Map<String, String> site = new HashMap<>();

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestURI().toString());
    var body = site.getOrDefault(path, "");
    var headers = exchange.getResponseHeaders();
    if (body.startsWith(REDIRECT)) {
      headers.set("Location", body.substring(REDIRECT.length()));
    }
    headers.set("Content-Type", type(path));
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var status = body.startsWith(REDIRECT) ? 302 : site.containsKey(path) ? 200 : 404;
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String type(String path) {
    if (path.endsWith(".css")) {
      return "text/css";
    }
    return path.contains("/api/") ? "application/json" : "text/html;charset=utf-8";
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String faults() {
    return assertThrows(AssertionError.class, () -> LinkCrawl.from(url()).requireThatAllWork())
        .getMessage();
  }

  @Test
  void followsLinksFormsScriptsStylesAndRedirects() throws Exception {
    site.put(
        "/", "<a href='a/'>a</a><form action='/form/'></form><link href=s.css rel=stylesheet>");
    site.put("/a/", "<img src='../image.png'><script src='/script.js'></script><a href='#x'>x</a>");
    site.put("/s.css", "body { background: url('background.png') }");
    site.put("/form/", REDIRECT + "/done/");
    for (var path : List.of("/done/", "/image.png", "/script.js", "/background.png")) {
      site.put(path, "there");
    }

    assertEquals(site.keySet(), LinkCrawl.from(url()).requireThatAllWork());
  }

  @Test
  void followsTheLinksOfTheScriptsOfTheExecutorsPage() throws Exception {
    var application = "/proxy/app-20260101000000-0000";
    var api = application + "/api/v1/applications";
    site.put("/", "<a href='%s/executors/'>executors</a>".formatted(application));
    for (var name : List.of("allmiscellaneousprocess", "environment", "sql", "stages")) {
      site.put(api + "/app-20260101000000-0000/" + name, "{}");
    }
    site.put(application + "/executors/", "nothing but scripts");
    site.put(api, "[]");
    site.put(
        api + "/app-20260101000000-0000/allexecutors",
        """
        [{"id": "0", "isActive": true, "executorLogs": {"stdout": "/logPage/?executorId=0&logType=stdout"}},
         {"id": "1", "isActive": false, "executorLogs": {}}]
        """);
    site.put("/logPage/", "a page with a log");
    site.put("/log", "a log");
    site.put(application + "/executors/threadDump/", "threads");

    var faults = faults();

    assertTrue(faults.contains("heapHistogram/?executorId=0, which responds with 404"), faults);
    assertEquals(1, faults.lines().filter(line -> line.contains("responds with")).count(), faults);
    assertTrue(asked.contains("/log?executorId=0&logType=stdout&byteLength=0"), asked::toString);
  }

  @Test
  void reportsLinksThatRespondWithAnError() {
    site.put("/", "<a href='gone'>gone</a>");

    assertTrue(faults().contains(url() + "/ links to " + url() + "/gone, which responds with 404"));
  }

  @Test
  void reportsLinksAndRedirectsToAnotherHost() {
    site.put("/", "<a href='http://10.0.0.1:8080'>Back to Master</a><a href='/away'>away</a>");
    site.put("/away", REDIRECT + "http://10.0.0.2:4040/jobs/");

    var faults = faults();

    assertTrue(faults.contains("links to another host: http://10.0.0.1:8080"), faults);
    assertTrue(faults.contains("links to another host: http://10.0.0.2:4040/jobs/"), faults);
  }

  @Test
  void doesNotFollowLinksThatStopSomething() throws Exception {
    site.put("/", "<a href='/stages/stage/kill/?id=1'>kill</a><form action='app/kill/'></form>");

    assertEquals(Set.of("/"), LinkCrawl.from(url()).requireThatAllWork());
    assertEquals(List.of("/"), asked);
  }

  @Test
  void requestsOneOrderOfATableButEachOfItsRows() throws Exception {
    site.put(
        "/",
        """
        <a href='/t/?id=1&sort=Name'>1</a><a href='/t/?id=1&sort=Duration'>1</a>
        <a href='/t/?id=2&sort=Name'>2</a>
        """);
    site.put("/t/", "a table");

    LinkCrawl.from(url()).requireThatAllWork();

    assertEquals(List.of("/", "/t/?id=1&sort=Name", "/t/?id=2&sort=Name"), asked);
  }
}

package sparkstack.e2e.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server in place of a master's, with a state page of the test. */
record StatePage(HttpServer server) implements AutoCloseable {
  static StatePage of(String json) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var page = json.getBytes(UTF_8);
    server.createContext(
        "/json/",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    return new StatePage(server);
  }

  String port() {
    return String.valueOf(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

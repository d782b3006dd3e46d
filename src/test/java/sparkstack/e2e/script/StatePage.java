package sparkstack.e2e.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server in place of the web UI of a master or driver, with a state page of the test. */
record StatePage(HttpServer server, ExecutorService threads) implements AutoCloseable {
  static StatePage of(String json) throws IOException {
    return of(() -> json);
  }

  /** The same, with a state that may change. */
  static StatePage of(Supplier<String> json) throws IOException {
    return of(HttpServer.create(anyPort(), 0), json, Optional.empty());
  }

  /** The same, for requests with this header Authorization only. */
  static StatePage of(String json, String authorization) throws IOException {
    return of(HttpServer.create(anyPort(), 0), () -> json, Optional.of(authorization));
  }

  /** One that answers every request with this status. */
  static StatePage refusing(int status) throws IOException {
    var server = HttpServer.create(anyPort(), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    return start(server);
  }

  /** The same with TLS. */
  static StatePage ofTls(String json, Path keyStore, String password)
      throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (var file = Files.newInputStream(keyStore)) {
      store.load(file, password.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password.toCharArray());
    var tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    var server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return of(server, () -> json, Optional.empty());
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static StatePage of(
      HttpServer server, Supplier<String> json, Optional<String> authorization) {
    serve(server, "/json/", json, authorization);
    return start(server);
  }

  private static StatePage start(HttpServer server) {
    // A client that speaks another protocol must not keep the others waiting.
    var threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
    return new StatePage(server, threads);
  }

  /** Serves another page too, whose text may change. */
  StatePage with(String path, Supplier<String> text) {
    serve(server, path, text, Optional.empty());
    return this;
  }

  private static void serve(
      HttpServer server, String path, Supplier<String> text, Optional<String> authorization) {
    server.createContext(
        path,
        exchange -> {
          var page = text.get().getBytes(UTF_8);
          var isAdmitted = authorization.map(it -> it.equals(authorization(exchange))).orElse(true);
          exchange.sendResponseHeaders(isAdmitted ? 200 : 401, isAdmitted ? page.length : -1);
          if (isAdmitted) {
            exchange.getResponseBody().write(page);
          }
          exchange.close();
        });
  }

  private static String authorization(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Authorization");
  }

  String port() {
    return String.valueOf(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

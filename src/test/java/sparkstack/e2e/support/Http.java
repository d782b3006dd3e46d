package sparkstack.e2e.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends plain HTTP requests. */
public final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  static {
    // Each request has a connection of its own. One that is kept leads to a pod that may be gone,
    // and a request on it would wait for its timeout.
    System.setProperty("jdk.httpclient.keepalive.timeout", "0");
  }

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private Http() {}

  /**
   * Gets a page.
   *
   * @param headers alternating names and values
   * @throws IOException if the server does not respond, or the status is not 200
   */
  public static HttpResponse<String> get(String url, String... headers)
      throws IOException, InterruptedException {
    return get(TIMEOUT, url, headers);
  }

  /** The same with another timeout. */
  public static HttpResponse<String> get(Duration timeout, String url, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(timeout);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  private static HttpResponse<String> send(HttpRequest.Builder builder)
      throws IOException, InterruptedException {
    var request = builder.build();
    var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s responds with %d: %s"
              .formatted(request.uri(), response.statusCode(), response.body()));
    }
    return response;
  }
}

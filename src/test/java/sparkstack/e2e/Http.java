package sparkstack.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain HTTP requests. */
final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private Http() {}

  /**
   * Gets a page.
   *
   * @param headers names and values in turn
   * @throws IOException if there is no answer, or another status than 200
   */
  static HttpResponse<String> get(String url, String... headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT);
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s answers %d: %s".formatted(url, response.statusCode(), response.body()));
    }
    return response;
  }
}

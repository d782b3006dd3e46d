package sparkstack.dockerplugin;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** Docker's own registry on a free port, which lets in one user only. */
final class Registry implements AutoCloseable {
  static final String USER = "me";
  static final String PASSWORD = "open sesame";

  private static final String HTPASSWD =
      USER + ":$2b$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW\n";

  private final Process process;
  private final String address;

  private Registry(Path folder) throws IOException, InterruptedException {
    address = "localhost:" + freePort();
    Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: "%1$s/storage"}}
        http: {addr: "%2$s"}
        auth: {htpasswd: {realm: test, path: "%1$s/htpasswd"}}
        """
            .formatted(folder, address));
    process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    awaitAnswer();
  }

  static Registry start(Path folder) throws IOException, InterruptedException {
    return new Registry(folder);
  }

  String address() {
    return address;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < 600; attempt++) {
      try {
        get(address, "");
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IOException("docker-registry does not answer at " + address);
  }

  /** Asks for an image's manifest without the help of Docker. */
  static HttpResponse<String> manifest(String registry, String repository, String reference)
      throws IOException, InterruptedException {
    return get(registry, repository + "/manifests/" + reference);
  }

  private static HttpResponse<String> get(String registry, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://%s/v2/%s".formatted(registry, path)))
            .header("Accept", "application/vnd.docker.distribution.manifest.v2+json")
            .header("Accept", "application/vnd.oci.image.manifest.v1+json")
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.destroy();
  }
}

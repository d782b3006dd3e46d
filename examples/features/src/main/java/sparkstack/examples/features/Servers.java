package sparkstack.examples.features;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.SparkSession;

/** The servers of a driver, and the libraries behind its connections. */
final class Servers {

  private static final int CONNECT_PORT = 15_002;
  private static final String HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private Servers() {}

  /** Checks pages, REST and metrics: each uses a different library. */
  static void ui(SparkSession spark, Path folder) throws Exception {
    var context = spark.sparkContext();
    var ui = context.uiWebUrl().get();
    Check.that(get(ui + "/jobs/").contains("Completed Jobs"), "the page of jobs has jobs");
    Check.that(get(ui + "/SQL/").contains("SQL / DataFrame"), "there is a page of queries");
    var queries = get(ui + "/api/v1/applications/" + context.applicationId() + "/sql");
    Check.that(queries.contains("\"status\" : \"COMPLETED\""), "REST knows of queries");
    Check.that(get(ui + "/metrics/json/").contains("\"gauges\""), "there are metrics");
  }

  private static String get(String url) throws IOException, InterruptedException {
    var response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    Check.equal(200, response.statusCode());
    return response.body();
  }

  /**
   * Spark Connect's gRPC server answers HTTP/2 with its settings. Uses reflection: the class is in
   * the image, and not needed for compilation.
   */
  static void connect(SparkSession spark, Path folder) throws Exception {
    Class.forName("org.apache.spark.sql.connect.service.SparkConnectService")
        .getMethod("start", SparkContext.class)
        .invoke(null, spark.sparkContext());
    try (var socket = new Socket("localhost", CONNECT_PORT)) {
      socket.getOutputStream().write(HTTP2_PREFACE.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(EMPTY_SETTINGS);
      var frame = socket.getInputStream().readNBytes(EMPTY_SETTINGS.length);
      Check.equal(EMPTY_SETTINGS[3], frame[3]);
    }
  }

  /** Without these libraries, Netty falls back to slower ones. */
  static void nettyNatives(SparkSession spark, Path folder) {
    Epoll.ensureAvailability();
    OpenSsl.ensureAvailability();
  }

  /** If enabled, all features before this one have used it. */
  static void encryptedRpc(SparkSession spark, Path folder) {
    Check.that(
        SparkEnv.get().securityManager().isEncryptionEnabled(),
        "this runs with spark.authenticate and spark.network.crypto.enabled");
  }
}

package sparkstack.examples.features;

import com.codahale.metrics.graphite.Graphite;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.management.ObjectName;
import org.apache.ivy.Ivy;
import org.apache.ivy.core.settings.IvySettings;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.spark.sql.SparkSession;

/** Libraries that Spark uses only if configured. */
final class Libraries {

  private Libraries() {}

  /**
   * Checks the library behind spark-submit's packages option. Resolving a package would need a
   * repository.
   */
  static void ivy(SparkSession spark, Path folder) throws Exception {
    var settings = new IvySettings();
    settings.setDefaultIvyUserDir(folder.toFile());
    var ivy = Ivy.newInstance(settings);
    ivy.configureDefault();
    Check.equal("default", ivy.getSettings().getDefaultResolver().getName());
  }

  /** Uses Spark's own template, as spark.log.structuredLogging.enabled does. */
  static void jsonLog(SparkSession spark, Path folder) {
    var layout =
        JsonTemplateLayout.newBuilder()
            .setConfiguration(new DefaultConfiguration())
            .setEventTemplateUri("classpath:org/apache/spark/SparkLayout.json")
            .build();
    var event =
        Log4jLogEvent.newBuilder()
            .setLevel(Level.INFO)
            .setLoggerName("features")
            .setMessage(new SimpleMessage("hello"))
            .build();
    var line = layout.toSerializable(event);
    Check.that(line.contains("\"msg\":\"hello\""), "a message in " + line);
  }

  /** The session has registered the driver's metrics. */
  static void jmxMetrics(SparkSession spark, Path folder) throws Exception {
    var beans =
        ManagementFactory.getPlatformMBeanServer()
            .queryNames(new ObjectName("metrics:name=*.driver.DAGScheduler.job.allJobs,*"), null);
    Check.equal(1, beans.size());
  }

  static void graphite(SparkSession spark, Path folder) throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
      try (var client = new Graphite(address)) {
        client.connect();
        client.send("jobs", "1", 0);
      }
      try (var connection = server.accept()) {
        var received = connection.getInputStream().readAllBytes();
        Check.equal("jobs 1 0\n", new String(received, StandardCharsets.UTF_8));
      }
    }
  }
}

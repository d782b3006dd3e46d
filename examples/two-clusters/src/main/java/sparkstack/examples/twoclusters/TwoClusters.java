package sparkstack.examples.twoclusters;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.ComponentResourceOptions;
import java.nio.file.Path;
import java.util.logging.LogManager;
import sparkstack.Providers;
import sparkstack.application.SparkApplication;
import sparkstack.await.Readiness;
import sparkstack.cluster.SparkCluster;
import sparkstack.config.ClustersReader;
import sparkstack.config.StackConfig;
import sparkstack.image.SparkImage;
import sparkstack.launch.CalmPolling;
import sparkstack.preflight.Preflight;
import sparkstack.state.StackState;

/** Two clusters with one image: one for scheduled work, and one for experiments. */
public final class TwoClusters {
  private TwoClusters() {}

  public static void main(String[] arguments) {
    // The SDK reports an error to Pulumi and also logs it. Pulumi would show the log as a second
    // error.
    LogManager.getLogManager().reset();
    Pulumi.run(
        context -> {
          var config = StackConfig.of(System.getenv());
          var state = StackState.of(context);
          define(
              context,
              config,
              Providers.preflight(config, state),
              Providers.readiness(config, state, text -> context.log().info(text)));
          CalmPolling.start();
        });
  }

  static void define(
      Context context, StackConfig config, Preflight preflight, Readiness readiness) {
    // The checkout: it has docker/Dockerfile and the application's jar.
    var checkout = Path.of(Deployment.getInstance().getRootDirectory(), "../..").normalize();
    var settings =
        new ClustersReader(config, context.projectName(), context.stackName(), checkout)
            .read("etl", "adhoc");
    settings.warnings().forEach(warning -> context.log().warn(warning));
    preflight
        .check(settings.clusters(), settings.drivers())
        .forEach(warning -> context.log().warn(warning));

    var image =
        SparkImage.reference("spark", settings.image(), checkout, () -> Providers.docker(config));
    context.export("image", image);

    var kubernetes = Providers.kubernetes(config);
    var options = ComponentResourceOptions.builder().providers(kubernetes).build();
    for (var name : settings.clusters().keySet()) {
      var cluster =
          new SparkCluster(name, settings.clusters().get(name), image, readiness, options);
      context.export(name + "MasterUrl", cluster.masterUrl());
      context.export(name + "UiUrl", cluster.uiUrl());
      if (settings.drivers().containsKey(name)) {
        new SparkApplication(name + "-driver", settings.drivers().get(name), cluster, options);
      }
    }
  }
}

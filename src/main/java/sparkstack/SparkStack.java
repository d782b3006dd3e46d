package sparkstack;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.ComponentResourceOptions;
import java.nio.file.Path;
import java.util.Map;
import sparkstack.application.SparkApplication;
import sparkstack.await.Readiness;
import sparkstack.cluster.SparkCluster;
import sparkstack.config.SettingsReader;
import sparkstack.config.StackConfig;
import sparkstack.image.SparkImage;
import sparkstack.preflight.Preflight;
import sparkstack.settings.DriverSettings;
import sparkstack.state.StackState;

/** Connects the parts of the stack: image, cluster, application, outputs. Makes no decisions. */
public final class SparkStack {
  private static final String CLUSTER = "spark";

  private SparkStack() {}

  /** Defines every resource of the stack that Pulumi runs the program for. */
  public static void define(Context context) {
    var config = StackConfig.of(System.getenv());
    var state = StackState.of(context);
    define(
        context,
        config,
        Providers.preflight(config, state),
        Providers.readiness(config, state, text -> context.log().info(text)));
  }

  /**
   * Defines every resource of the stack.
   *
   * @param preflight asks the cluster before anything is changed
   * @param readiness waits for pods
   * @throws com.pulumi.exceptions.RunException if the config is invalid; the message has every
   *     error
   */
  static void define(
      Context context, StackConfig config, Preflight preflight, Readiness readiness) {
    var projectRoot = Path.of(Deployment.getInstance().getRootDirectory());
    var settings = SettingsReader.read(config, context.stackName(), projectRoot);
    settings.warnings().forEach(warning -> context.log().warn(warning));
    var drivers =
        settings.driver().map(it -> Map.of(CLUSTER, it)).orElse(Map.<String, DriverSettings>of());
    Runnable check =
        () ->
            preflight
                .check(Map.of(CLUSTER, settings.cluster()), drivers)
                .forEach(warning -> context.log().warn(warning));
    var isPreview = Deployment.getInstance().isDryRun();
    if (!isPreview) {
      check.run();
    }
    var kubernetes = Providers.kubernetes(config);
    var image =
        SparkImage.reference(
            "spark", settings.image(), projectRoot, () -> Providers.docker(config));
    if (isPreview) {
      // A preview changes nothing, so Pulumi may start its plugins while the check waits for the
      // stack's state.
      check.run();
    }
    var options = ComponentResourceOptions.builder().providers(kubernetes).build();
    var cluster = new SparkCluster(CLUSTER, settings.cluster(), image, readiness, options);
    settings.driver().ifPresent(it -> new SparkApplication("spark-driver", it, cluster, options));

    context.export("image", image);
    context.export("namespace", Output.of(settings.cluster().namespace().name()));
    context.export("masterUrl", cluster.masterUrl());
    context.export("uiUrl", cluster.uiUrl());
    context.export("workerReplicas", cluster.workerReplicas());
  }
}

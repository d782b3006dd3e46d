package sparkstack;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;
import com.pulumi.resources.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sparkstack.application.DriverJob;
import sparkstack.cluster.SparkCluster;
import sparkstack.image.SparkImage;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.ExistingImage;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.ImageSource;
import sparkstack.settings.SettingsReader;
import sparkstack.settings.StackConfig;

/** Puts the stack together: image, cluster, driver, outputs. Decides nothing. */
public final class SparkStack {
  private SparkStack() {}

  /** Defines every resource of the stack that Pulumi runs the program for. */
  public static void define(Context context) {
    define(context, StackConfig.of(System.getenv()));
  }

  /**
   * Defines every resource of the stack.
   *
   * @throws com.pulumi.exceptions.RunException if the config is wrong, naming all that is
   */
  static void define(Context context, StackConfig config) {
    var projectRoot = Path.of(Deployment.getInstance().getRootDirectory());
    var settings = SettingsReader.read(config, context.stackName(), projectRoot);
    settings.warnings().forEach(warning -> context.log().warn(warning));
    var kubernetes = Providers.kubernetes(config);

    var image = image(settings.image(), projectRoot);
    var cluster = new SparkCluster("spark", settings.cluster(), image, components(kubernetes));
    settings
        .driver()
        .ifPresent(driver -> driver(driver, settings.cluster(), image, kubernetes, cluster));

    context.export("image", image);
    context.export("namespace", Output.of(settings.cluster().namespace().name()));
    context.export("masterUrl", cluster.masterUrl());
    context.export("uiUrl", cluster.uiUrl());
    context.export("workerReplicas", cluster.workerReplicas());
  }

  /** Only an image that is to be built needs a Docker engine, which the provider looks for. */
  private static Output<String> image(ImageSource source, Path projectRoot) {
    if (source instanceof ExistingImage existing) {
      return Output.of(existing.reference());
    }
    var built = (ImageSettings) source;
    return new SparkImage("spark", built, projectRoot, components(Providers.docker())).reference();
  }

  private static void driver(
      DriverSettings driver,
      ClusterSettings settings,
      Output<String> image,
      ProviderResource kubernetes,
      SparkCluster cluster) {
    var needed = new ArrayList<Resource>(cluster.daemons());
    needed.add(
        DriverJob.configuration(driver, settings)
            .configMap("spark-driver", settings, after(kubernetes, cluster.daemons())));
    DriverJob.create("spark-driver", driver, settings, image, after(kubernetes, needed));
  }

  private static CustomResourceOptions after(ProviderResource provider, List<Resource> needed) {
    return CustomResourceOptions.builder().provider(provider).dependsOn(needed).build();
  }

  private static ComponentResourceOptions components(ProviderResource provider) {
    return ComponentResourceOptions.builder().providers(provider).build();
  }
}

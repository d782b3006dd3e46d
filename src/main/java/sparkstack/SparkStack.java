package sparkstack;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ProviderResource;
import java.nio.file.Path;
import sparkstack.application.DriverJob;
import sparkstack.cluster.SparkCluster;
import sparkstack.image.SparkImage;
import sparkstack.settings.SettingsReader;

/** Puts the stack together: image, cluster, driver, outputs. Decides nothing. */
public final class SparkStack {
  private SparkStack() {}

  /**
   * Defines every resource of the stack.
   *
   * @throws com.pulumi.exceptions.RunException if the config is wrong, naming all that is
   */
  public static void define(Context context) {
    var projectRoot = Path.of(Deployment.getInstance().getRootDirectory());
    var settings = SettingsReader.read(context.config(), context.stackName(), projectRoot);
    var docker = Providers.docker();
    var kubernetes = Providers.kubernetes();

    var image = new SparkImage("spark", settings.image(), projectRoot, components(docker));
    var cluster =
        new SparkCluster("spark", settings.cluster(), image.reference(), components(kubernetes));
    var afterCluster =
        CustomResourceOptions.builder().provider(kubernetes).dependsOn(cluster.daemons()).build();
    settings
        .driver()
        .ifPresent(
            driver ->
                DriverJob.create(
                    "spark-driver", driver, settings.cluster(), image.reference(), afterCluster));

    context.export("image", image.reference());
    context.export("namespace", Output.of(settings.cluster().namespace()));
    context.export("masterUrl", cluster.masterUrl());
    context.export("uiUrl", cluster.uiUrl());
    context.export("workerReplicas", Output.of(settings.cluster().workers().replicas()));
  }

  private static ComponentResourceOptions components(ProviderResource provider) {
    return ComponentResourceOptions.builder().providers(provider).build();
  }
}

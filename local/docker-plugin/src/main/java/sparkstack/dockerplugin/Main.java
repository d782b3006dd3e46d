package sparkstack.dockerplugin;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Started by the Pulumi engine with its address; tells on standard output, in one line, the port it
 * listens on.
 */
final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    if (args.length == 0) {
      System.err.println(
          "usage: pulumi-resource-docker ENGINE_ADDRESS (the Pulumi engine starts it)");
      System.exit(2);
    }
    // Options of the engine's own logging may come before the address.
    EngineLog log = new EngineLog(args[args.length - 1]);
    DockerProvider provider = new DockerProvider(log, System.getenv());
    exitWithEngine();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  provider.stop();
                  TemporaryFolder.closeAll();
                }));
    try {
      Server server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(provider)
              .build()
              .start();
      System.out.println(server.getPort());
      server.awaitTermination();
    } catch (IOException e) {
      System.err.println("pulumi-resource-docker: cannot listen: " + e.getMessage());
      System.exit(1);
    }
  }

  /**
   * An engine that is killed cannot end its plugins; without this they and their builds would stay.
   */
  private static void exitWithEngine() {
    ProcessHandle.current()
        .parent()
        .ifPresent(engine -> engine.onExit().thenRun(() -> System.exit(0)));
  }
}

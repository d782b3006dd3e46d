package sparkstack.dockerplugin;

import com.google.protobuf.Empty;
import com.google.protobuf.Struct;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.ResourceProviderGrpc;
import pulumirpc.ResourceProviderGrpc.ResourceProviderBlockingStub;

/**
 * The packaged plugin, started and called as the Pulumi engine does it; keeps what the engine would
 * show.
 */
final class Plugin implements AutoCloseable {
  static final String URN = "urn:pulumi:dev::spark::docker:index/image:Image::spark";

  private static final Path LAUNCHER =
      Path.of(System.getProperty("plugin"), "pulumi-resource-docker");

  private final List<LogRequest> logs = new CopyOnWriteArrayList<>();
  private final Server engine;
  private final Process process;
  private final ManagedChannel channel;

  private Plugin(Path project, Map<String, String> environment, List<String> starter)
      throws IOException {
    engine =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Engine())
            .build()
            .start();
    List<String> command = new ArrayList<>(starter);
    command.addAll(List.of(LAUNCHER.toString(), "127.0.0.1:" + engine.getPort()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    process = builder.start();
    String port = process.inputReader().readLine();
    channel =
        Grpc.newChannelBuilder("127.0.0.1:" + port, InsecureChannelCredentials.create()).build();
  }

  static Plugin start(Path project, Map<String, String> environment) throws IOException {
    return new Plugin(project, environment, List.of());
  }

  /** A shell stands for the engine as the process that started the plugin. */
  static Plugin startFromShell(Path project, Map<String, String> environment) throws IOException {
    return new Plugin(project, environment, List.of("sh", "-c", "\"$0\" \"$1\" & wait"));
  }

  Process process() {
    return process;
  }

  ResourceProviderBlockingStub calls() {
    return ResourceProviderGrpc.newBlockingStub(channel).withDeadlineAfter(2, TimeUnit.MINUTES);
  }

  ConfigureResponse configure(Map<String, ?> config) {
    return calls()
        .configure(
            ConfigureRequest.newBuilder()
                .setAcceptSecrets(true)
                .setArgs(Structs.struct(config))
                .build());
  }

  Struct check(Map<String, ?> inputs) {
    return calls()
        .check(CheckRequest.newBuilder().setUrn(URN).setNews(Structs.struct(inputs)).build())
        .getInputs();
  }

  CreateResponse create(Struct inputs) {
    return calls().create(CreateRequest.newBuilder().setUrn(URN).setProperties(inputs).build());
  }

  CreateResponse preview(Struct inputs) {
    return calls()
        .create(
            CreateRequest.newBuilder().setUrn(URN).setProperties(inputs).setPreview(true).build());
  }

  List<LogRequest> logs() {
    return logs;
  }

  /** What stays in the output of {@code pulumi up}. */
  List<String> messages() {
    return logs.stream().filter(log -> !log.getEphemeral()).map(LogRequest::getMessage).toList();
  }

  /** What passes by while it runs. */
  List<String> statuses() {
    return logs.stream().filter(LogRequest::getEphemeral).map(LogRequest::getMessage).toList();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    process.destroy();
    engine.shutdownNow();
  }

  private final class Engine extends EngineGrpc.EngineImplBase {
    @Override
    public void log(LogRequest request, StreamObserver<Empty> observer) {
      logs.add(request);
      observer.onNext(Empty.getDefaultInstance());
      observer.onCompleted();
    }
  }
}

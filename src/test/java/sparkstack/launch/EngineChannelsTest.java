package sparkstack.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Empty;
import io.grpc.ConnectivityState;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelRegistry;
import io.grpc.Server;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;

/** Opens channels in the same way as the SDK, to an engine that records its messages. */
class EngineChannelsTest {
  private static final String READER = "io.grpc.okhttp.OkHttpClientTransport$ClientFrameHandler";

  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private Server engine;
  private EngineChannels channels;
  private ManagedChannel channel;

  @BeforeEach
  void connect() throws Exception {
    engine =
        OkHttpServerBuilder.forPort(0, InsecureServerCredentials.create())
            .addService(new Engine())
            .build()
            .start();
    channels = EngineChannels.register();
    channel =
        ManagedChannelBuilder.forTarget("127.0.0.1:" + engine.getPort()).usePlaintext().build();
  }

  @AfterEach
  void disconnect() throws Exception {
    channels.close();
    ManagedChannelRegistry.getDefaultRegistry().deregister(channels);
    engine.shutdownNow().awaitTermination();
  }

  @Test
  void messagesReachTheEngineButForDebugOnes() throws Exception {
    var stub = EngineGrpc.newFutureStub(channel);

    for (var severity :
        List.of(LogSeverity.INFO, LogSeverity.DEBUG, LogSeverity.WARNING, LogSeverity.ERROR)) {
      var message = LogRequest.newBuilder().setSeverity(severity).setMessage("of " + severity);
      assertEquals(Empty.getDefaultInstance(), stub.log(message.build()).get());
    }

    assertEquals(List.of("of INFO", "of WARNING", "of ERROR"), List.copyOf(told));
  }

  @Test
  void aDebugMessageIsNoReasonToConnect() {
    EngineGrpc.newBlockingStub(channel)
        .log(LogRequest.newBuilder().setSeverity(LogSeverity.DEBUG).build());

    assertEquals(ConnectivityState.IDLE, channel.getState(false));
  }

  @Test
  void nothingReadsFromAConnectionThatIsClosed() throws Exception {
    EngineGrpc.newBlockingStub(channel)
        .log(LogRequest.newBuilder().setSeverity(LogSeverity.INFO).build());
    assertTrue(someThreadIsIn(READER));

    channels.close();

    assertTrue(channel.isTerminated());
    assertFalse(someThreadIsIn(READER, "sun.nio.ch.NioSocketImpl"));
  }

  private static boolean someThreadIsIn(String... classes) {
    return Thread.getAllStackTraces().values().stream()
        .map(frames -> Stream.of(frames).map(StackTraceElement::getClassName).toList())
        .anyMatch(names -> names.containsAll(List.of(classes)));
  }

  private final class Engine extends EngineGrpc.EngineImplBase {
    @Override
    public void log(LogRequest request, StreamObserver<Empty> response) {
      told.add(request.getMessage());
      response.onNext(Empty.getDefaultInstance());
      response.onCompleted();
    }
  }
}

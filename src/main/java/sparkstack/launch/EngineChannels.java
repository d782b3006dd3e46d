package sparkstack.launch;

import io.grpc.ForwardingChannelBuilder;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelProvider;
import io.grpc.ManagedChannelRegistry;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC channels that the SDK opens to Pulumi's engine. They are tracked so that they can be
 * closed.
 *
 * <p>The SDK leaves them open when the program ends. A JVM that exits waits 300 ms for threads in
 * native code (HotSpot's {@code VM_Exit::wait_for_threads_in_native_to_block}), such as a thread
 * that reads from a connection.
 *
 * <p>The transport is grpc-okhttp, which is ready 0.1 s sooner than grpc-netty.
 */
final class EngineChannels extends ManagedChannelProvider {
  /** Higher than every other provider on the class path; grpc-java's own have at most 5. */
  private static final int PRIORITY = 10;

  private final Queue<ManagedChannel> open = new ConcurrentLinkedQueue<>();

  private EngineChannels() {}

  /**
   * Registers the provider. Every channel that is opened for a target afterwards is one of these.
   */
  static EngineChannels register() {
    var channels = new EngineChannels();
    ManagedChannelRegistry.getDefaultRegistry().register(channels);
    return channels;
  }

  /** Closes all channels, and returns when no thread reads from them. */
  void close() throws InterruptedException {
    open.forEach(ManagedChannel::shutdownNow);
    for (var channel : open) {
      channel.awaitTermination(1, TimeUnit.SECONDS);
    }
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return PRIORITY;
  }

  @Override
  protected Collection<Class<? extends SocketAddress>> getSupportedSocketAddressTypes() {
    return List.of(InetSocketAddress.class);
  }

  @Override
  protected ManagedChannelBuilder<?> builderForAddress(String host, int port) {
    return new Builder(OkHttpChannelBuilder.forAddress(host, port));
  }

  @Override
  protected ManagedChannelBuilder<?> builderForTarget(String target) {
    return new Builder(OkHttpChannelBuilder.forTarget(target));
  }

  private final class Builder extends ForwardingChannelBuilder<Builder> {
    private final ManagedChannelBuilder<?> builder;

    Builder(ManagedChannelBuilder<?> builder) {
      this.builder = builder.intercept(new WithoutDebugMessages());
    }

    @Override
    protected ManagedChannelBuilder<?> delegate() {
      return builder;
    }

    @Override
    public ManagedChannel build() {
      var channel = builder.build();
      open.add(channel);
      return channel;
    }
  }
}

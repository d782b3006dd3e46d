package sparkstack.launch;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;

/**
 * Answers the SDK's debug messages in place of the engine.
 *
 * <p>The SDK sends four debug messages for each resource, one after the other, and two of them
 * contain the whole resource. They take a tenth of a preview's time. {@code pulumi preview --debug}
 * still shows the messages of Pulumi itself and its plugins.
 */
final class WithoutDebugMessages implements ClientInterceptor {
  private static final String LOG = "pulumirpc.Engine/Log";

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return method.getFullMethodName().equals(LOG)
        ? new LogCall<>(method, () -> next.newCall(method, options))
        : next.newCall(method, options);
  }

  /** Makes the call once its message shows that the engine must get it. */
  private static final class LogCall<Q, R> extends ClientCall<Q, R> {
    private final MethodDescriptor<Q, R> method;
    private final Supplier<ClientCall<Q, R>> calls;
    private Listener<R> listener;
    private Metadata headers;
    private int requested;
    private Optional<ClientCall<Q, R>> call = Optional.empty();

    LogCall(MethodDescriptor<Q, R> method, Supplier<ClientCall<Q, R>> calls) {
      this.method = method;
      this.calls = calls;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      this.listener = listener;
      this.headers = headers;
    }

    @Override
    public void request(int messages) {
      call.ifPresentOrElse(it -> it.request(messages), () -> requested += messages);
    }

    @Override
    public void sendMessage(Q message) {
      if (message instanceof LogRequest log && log.getSeverity() == LogSeverity.DEBUG) {
        listener.onMessage(method.parseResponse(InputStream.nullInputStream()));
        listener.onClose(Status.OK, new Metadata());
        return;
      }
      var made = calls.get();
      call = Optional.of(made);
      made.start(listener, headers);
      made.request(requested);
      made.sendMessage(message);
    }

    @Override
    public void halfClose() {
      call.ifPresent(ClientCall::halfClose);
    }

    @Override
    public void cancel(String message, Throwable cause) {
      call.ifPresent(it -> it.cancel(message, cause));
    }
  }
}

package sparkstack.dockerplugin;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import pulumirpc.EngineGrpc;
import pulumirpc.EngineOuterClass.LogRequest;
import pulumirpc.EngineOuterClass.LogSeverity;

/** Pulumi's display, beside the resource that a message is about. */
final class EngineLog {
  private final EngineGrpc.EngineBlockingStub engine;

  EngineLog(String engineAddress) {
    ManagedChannel channel =
        Grpc.newChannelBuilder(engineAddress, InsecureChannelCredentials.create()).build();
    this.engine = EngineGrpc.newBlockingStub(channel);
  }

  /** Stays in the output of the command. */
  void info(String urn, String message) {
    log(urn, LogSeverity.INFO, message, false);
  }

  void warning(String urn, String message) {
    log(urn, LogSeverity.WARNING, message, false);
  }

  /** Shows what is going on at the moment, until the next one or the end of the operation. */
  void status(String urn, String message) {
    log(urn, LogSeverity.INFO, message, true);
  }

  private void log(String urn, LogSeverity severity, String message, boolean ephemeral) {
    try {
      engine.log(
          LogRequest.newBuilder()
              .setUrn(urn)
              .setSeverity(severity)
              .setMessage(message)
              .setEphemeral(ephemeral)
              .build());
    } catch (StatusRuntimeException e) {
      // An engine that stopped listening is going away: a build is not to fail because nobody
      // watches it.
      return;
    }
  }
}

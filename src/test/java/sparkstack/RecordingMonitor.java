package sparkstack;

import com.pulumi.resources.Resource;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import pulumirpc.AliasOuterClass.Alias;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;

/** Stands in for the engine, as far as {@code Mocks} cannot: they see neither URNs nor aliases. */
final class RecordingMonitor extends MockMonitor {
  private final List<Registration> registrations = new CopyOnWriteArrayList<>();

  RecordingMonitor(RecordingMocks mocks) {
    super(mocks, PulumiTestInternal.mockLog());
  }

  @Override
  public CompletableFuture<RegisterResourceResponse> registerResourceAsync(
      Resource resource, RegisterResourceRequest request) {
    return super.registerResourceAsync(resource, request)
        .thenApply(
            response -> {
              registrations.add(
                  new Registration(
                      asInAState(response.getUrn()),
                      asInAState(request.getParent()),
                      request.getAliasesList().stream()
                          .map(RecordingMonitor::asInAState)
                          .toList()));
              return response;
            });
  }

  /** The engine leaves the stack's type out of its children's URNs, the SDK's mock does not. */
  private static String asInAState(String urn) {
    return urn.replace("::pulumi:pulumi:Stack$", "::");
  }

  private static Alias asInAState(Alias alias) {
    return alias.getSpec().hasParentUrn()
        ? alias.toBuilder()
            .setSpec(
                alias.getSpec().toBuilder()
                    .setParentUrn(asInAState(alias.getSpec().getParentUrn())))
            .build()
        : alias;
  }

  Urns urns() {
    return Urns.of(registrations);
  }
}

package sparkstack;

import com.pulumi.resources.Resource;
import com.pulumi.test.Mocks;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;

/** Records the requests: the mocks do not get parents and aliases. */
final class RecordingMonitor extends MockMonitor {
  final List<RegisterResourceRequest> registrations = new CopyOnWriteArrayList<>();

  RecordingMonitor(Mocks mocks) {
    super(mocks, PulumiTestInternal.mockLog());
  }

  @Override
  public CompletableFuture<RegisterResourceResponse> registerResourceAsync(
      Resource resource, RegisterResourceRequest request) {
    registrations.add(request);
    return super.registerResourceAsync(resource, request);
  }
}

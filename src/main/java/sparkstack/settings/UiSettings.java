package sparkstack.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the master's web UI is reached.
 *
 * @param host host in the UI's URL if {@code type} is {@code NodePort}: an address of any node
 * @param annotations of the Service
 * @param loadBalancerClass empty for the cluster's default
 * @param sourceRanges that a load balancer lets in; none for all
 * @param ingress empty for none
 */
public record UiSettings(
    UiServiceType type,
    String host,
    Map<String, String> annotations,
    Optional<String> loadBalancerClass,
    List<String> sourceRanges,
    Optional<IngressSettings> ingress) {}

package sparkstack.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How browsers reach the master's web UI.
 *
 * @param host host in the UI's URL if {@code type} is {@code NodePort}: an address of any node
 * @param annotations annotations of the Service
 * @param loadBalancerClass class of the load balancer; empty for the cluster's default
 * @param sourceRanges source ranges that a load balancer allows; empty to allow all
 * @param ingress empty for no Ingress
 * @param certificate name of the Secret with the certificate of the UI; empty for plain HTTP
 * @param users name of the Secret with the users and the hashes of their passwords; empty for no
 *     login
 */
public record UiSettings(
    UiServiceType type,
    String host,
    Map<String, String> annotations,
    Optional<String> loadBalancerClass,
    List<String> sourceRanges,
    Optional<IngressSettings> ingress,
    Optional<String> certificate,
    Optional<String> users) {}

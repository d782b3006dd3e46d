package sparkstack.settings;

import java.util.List;
import java.util.Optional;

/**
 * How nodes get the image.
 *
 * @param registry host of the registry that credentials are for, the image's own
 * @param credentials of which the stack makes a Secret of its own
 * @param policy {@code IfNotPresent}, {@code Always} or {@code Never}
 * @param secrets names of Secrets with credentials that are in the namespace already
 */
public record PullSettings(
    String registry,
    Optional<RegistryCredentials> credentials,
    String policy,
    List<String> secrets) {}

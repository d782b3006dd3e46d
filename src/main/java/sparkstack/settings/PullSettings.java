package sparkstack.settings;

import java.util.List;
import java.util.Optional;

/**
 * How nodes pull the image.
 *
 * @param registry host of the image's registry, which the credentials are for
 * @param credentials credentials for a Secret that the stack creates
 * @param policy {@code IfNotPresent}, {@code Always} or {@code Never}
 * @param secrets names of existing Secrets in the namespace with credentials
 */
public record PullSettings(
    String registry,
    Optional<RegistryCredentials> credentials,
    String policy,
    List<String> secrets) {}

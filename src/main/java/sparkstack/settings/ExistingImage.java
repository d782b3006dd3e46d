package sparkstack.settings;

/**
 * An image that already exists: nothing is built, and no Docker engine is needed.
 *
 * @param reference the image in the pods' specs, preferably {@code REGISTRY/REPOSITORY@sha256:…}
 */
public record ExistingImage(String reference) implements ImageSource {}

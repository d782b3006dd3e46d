package sparkstack.settings;

/**
 * An image that is there already: nothing is built, and no Docker engine is needed.
 *
 * @param reference as pods name it, {@code REGISTRY/REPOSITORY@sha256:…} at best
 */
public record ExistingImage(String reference) implements ImageSource {}

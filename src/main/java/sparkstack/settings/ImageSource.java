package sparkstack.settings;

/** The source of the image that every role runs. */
public sealed interface ImageSource permits ImageSettings, ExistingImage {}

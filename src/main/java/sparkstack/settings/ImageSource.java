package sparkstack.settings;

/** Where the image that every role runs comes from. */
public sealed interface ImageSource permits ImageSettings, ExistingImage {}

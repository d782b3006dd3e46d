package sparkstack.settings;

/**
 * What is in the image beside Spark's core.
 *
 * @param javaVersion major version of the JDK that the Java runtime is made of
 * @param trim whether what a standalone cluster never runs is left out
 * @param python whether drivers and executors may run Python
 * @param objectStore whether Hadoop's S3A file system is there
 * @param cdsArchive whether the JVMs start from a class-data archive
 */
public record ImageContents(
    int javaVersion, boolean trim, boolean python, boolean objectStore, boolean cdsArchive) {}

package sparkstack.settings;

/**
 * The contents of the image beyond Spark's core.
 *
 * @param javaVersion major version of the JDK that the Java runtime is made from
 * @param trim whether files that a standalone cluster never uses are removed
 * @param python whether drivers and executors can run Python
 * @param objectStore whether Hadoop's S3A file system is included
 * @param cdsArchive whether the JVMs start from a class-data archive
 */
public record ImageContents(
    int javaVersion, boolean trim, boolean python, boolean objectStore, boolean cdsArchive) {}

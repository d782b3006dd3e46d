package sparkstack.await;

/**
 * The state of what is waited for.
 *
 * @param kind decides how long it may last
 * @param text says it to a person; lines, the reason first
 * @param progress changes when something is gained, such as a pod that is ready
 */
record State(Kind kind, String text, String progress) {
  enum Kind {
    /** There is nothing to wait for. */
    DONE,
    /** It needs time: a pod waits for a node, or a node for an image. */
    STARTING,
    /** It seldom mends itself, such as an image that cannot be pulled. */
    FAILING,
    /** The application runs. */
    RUNNING,
    /** It has ended, and not well. */
    FAILED
  }
}

package sparkstack.await;

/**
 * The state of a Deployment or Job that the program waits for.
 *
 * @param kind decides how long the state may last
 * @param text explains the state to the user; several lines, the reason first
 * @param progress changes with each step forward, such as a pod that becomes ready
 */
record State(Kind kind, String text, String progress) {
  enum Kind {
    /** The wait is over. */
    DONE,
    /** The state needs time: a pod waits for a node, or a node pulls an image. */
    STARTING,
    /** The state seldom resolves with time, such as an image that cannot be pulled. */
    FAILING,
    /**
     * The application runs, or a rollout waits for old pods to end: there is no limit for the
     * start.
     */
    RUNNING,
    /** The application has failed. */
    FAILED
  }
}

package sparkstack.dockerplugin;

/**
 * Something the user can put right: its message is all they get to see, so it says what and how.
 */
final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1;

  UserError(String message) {
    super(message);
  }
}

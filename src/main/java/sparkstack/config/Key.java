package sparkstack.config;

/**
 * A key of the stack's config. The declaration of a key is the only place that knows its name, its
 * syntax, its default and its meaning.
 *
 * <p>Pulumi.yaml, docs/configuration.md and docs/stack.schema.json come from the declarations.
 *
 * @param <T> type of the value that the program reads, such as {@code Integer} or {@code
 *     Optional<MemorySize>}
 * @param name without the namespace {@code spark:}, or without the path of the map that the key is
 *     in
 * @param form what the value looks like
 * @param meaning one or more sentences for the reference
 * @param mayBeEncrypted whether the value stays a secret in the state, so that the user may encrypt
 *     it
 * @param mayHoldSecrets whether a user may have put a secret into the value, although it does not
 *     stay one
 */
record Key<T>(
    String name, Form<T> form, String meaning, boolean mayBeEncrypted, boolean mayHoldSecrets) {
  static <T> Key<T> key(String name, Form<T> form, String meaning) {
    return new Key<>(name, form, meaning, form instanceof Form.OfSecret, false);
  }

  /** The same key, whose value stays a secret in the state. */
  Key<T> thatMayBeEncrypted() {
    return new Key<>(name, form, meaning, true, mayHoldSecrets);
  }

  /** The same key, in whose value a user may have put a secret. */
  Key<T> thatMayHoldSecrets() {
    return new Key<>(name, form, meaning, mayBeEncrypted, true);
  }

  /** The same key with another form, where a reader knows a better default. */
  Key<T> with(Form<T> other) {
    return new Key<>(name, other, meaning, mayBeEncrypted, mayHoldSecrets);
  }

  /** The path of an entry of this map, such as {@code sparkConf.spark.task.cpus}. */
  String entry(String entry) {
    return name + "." + entry;
  }

  /** The path of an element of this list, such as {@code mirrors[0]}. */
  String element(int index) {
    return "%s[%d]".formatted(name, index);
  }

  @Override
  public String toString() {
    return name;
  }
}

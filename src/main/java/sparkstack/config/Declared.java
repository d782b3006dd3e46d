package sparkstack.config;

/**
 * A key of the config, as the reference tells of it.
 *
 * @param section part of the stack that it belongs to
 * @param key without its namespace
 * @param type as YAML has it: text, number, boolean, list, map
 * @param unit of a number, or how a text gives it; empty for none
 * @param defaultText as it would be typed; empty if not set by default
 * @param allowed to be read after "must be"
 * @param example a value as it would be typed
 */
public record Declared(
    String section,
    String key,
    String type,
    String unit,
    String defaultText,
    String allowed,
    String example) {}

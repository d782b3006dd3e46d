package sparkstack.dockerplugin;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Pulumi's encoding of property values in protobuf: secrets are marked objects, unknowns are marked
 * strings.
 */
final class Properties {
  private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
  private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";
  private static final String SECRET_VALUE = "value";

  /** What the engine sends, by type, for a value that only the deployment will tell. */
  private static final Set<String> UNKNOWNS =
      Set.of(
          "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // boolean
          "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
          "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string
          "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
          "030794c1-ac77-496b-92df-f27374a8bd58", // asset
          "e48ece36-62e2-4504-bad9-02848725956a", // archive
          "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"); // object

  private Properties() {}

  static Value of(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  static Value of(boolean flag) {
    return Value.newBuilder().setBoolValue(flag).build();
  }

  static Value of(Struct struct) {
    return Value.newBuilder().setStructValue(struct).build();
  }

  static Value secret(Struct struct) {
    return secret(of(struct));
  }

  private static Value secret(Value value) {
    return of(
        Struct.newBuilder()
            .putFields(SIGNATURE, of(SECRET))
            .putFields(SECRET_VALUE, value)
            .build());
  }

  static boolean isUnknown(Value value) {
    return value.hasStringValue() && UNKNOWNS.contains(value.getStringValue());
  }

  static boolean isNull(Value value) {
    return value.hasNullValue() || value.getKindCase() == Value.KindCase.KIND_NOT_SET;
  }

  private static boolean isSecret(Value value) {
    return value.hasStructValue()
        && value
            .getStructValue()
            .getFieldsOrDefault(SIGNATURE, Value.getDefaultInstance())
            .getStringValue()
            .equals(SECRET);
  }

  private static Value secretValue(Value secret) {
    return secret.getStructValue().getFieldsOrDefault(SECRET_VALUE, Value.getDefaultInstance());
  }

  /** The same values with secrets opened and nulls left out, in their order. */
  static Map<String, Value> plain(Struct struct) {
    Map<String, Value> plain = new LinkedHashMap<>();
    struct
        .getFieldsMap()
        .forEach(
            (key, value) -> {
              Value opened = plain(value);
              if (!isNull(opened)) {
                plain.put(key, opened);
              }
            });
    return plain;
  }

  static Struct plainStruct(Struct struct) {
    return Struct.newBuilder().putAllFields(plain(struct)).build();
  }

  private static Value plain(Value value) {
    if (isSecret(value)) {
      return plain(secretValue(value));
    }
    if (value.hasStructValue()) {
      return of(plainStruct(value.getStructValue()));
    }
    if (value.hasListValue()) {
      ListValue.Builder list = ListValue.newBuilder();
      value.getListValue().getValuesList().forEach(item -> list.addValues(plain(item)));
      return Value.newBuilder().setListValue(list).build();
    }
    return value;
  }

  /** Changes an object that may be wrapped as a secret, and leaves it wrapped. */
  static Value changed(Value object, UnaryOperator<Struct> change) {
    return isSecret(object)
        ? secret(changed(secretValue(object), change))
        : of(change.apply(object.getStructValue()));
  }
}

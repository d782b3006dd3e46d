package sparkstack.dockerplugin;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;
import java.util.Map;

/** Inputs as a test reads best: maps, lists, strings and flags. */
final class Structs {
  static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  private Structs() {}

  static Struct struct(Map<String, ?> fields) {
    Struct.Builder struct = Struct.newBuilder();
    fields.forEach((key, value) -> struct.putFields(key, value(value)));
    return struct.build();
  }

  static Map<String, Object> secret(Object value) {
    return Map.of(
        "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270", "value", value);
  }

  static Value nothing() {
    return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
  }

  static Value value(Object value) {
    if (value instanceof Value already) {
      return already;
    }
    if (value instanceof Boolean flag) {
      return Properties.of(flag);
    }
    if (value instanceof Number number) {
      return Value.newBuilder().setNumberValue(number.doubleValue()).build();
    }
    if (value instanceof List<?> items) {
      ListValue.Builder list = ListValue.newBuilder();
      items.forEach(item -> list.addValues(value(item)));
      return Value.newBuilder().setListValue(list).build();
    }
    if (value instanceof Map<?, ?> map) {
      Struct.Builder struct = Struct.newBuilder();
      map.forEach((key, item) -> struct.putFields((String) key, value(item)));
      return Properties.of(struct.build());
    }
    return Properties.of((String) value);
  }
}

package dev.quiver.store.internal.model;

/** What a metadata value is, as far as comparing goes: values of two kinds have no order. */
public enum ValueKind {
  TEXT("strings"),
  UUID("UUIDs"),
  NUMBER("numbers");

  private final String many;

  ValueKind(String many) {
    this.many = many;
  }

  static ValueKind of(Value value) {
    return switch (value) {
      case Value.Text text -> TEXT;
      case Value.Uuid uuid -> UUID;
      case Value.Num number -> NUMBER;
    };
  }

  /** What values of this kind are called. */
  @Override
  public String toString() {
    return many;
  }
}

package dev.quiver.store.internal.model;

import java.math.BigDecimal;
import java.util.UUID;

/** One metadata value: a string, a UUID or a number, kept with the exact type it came with. */
public sealed interface Value {

  /** A string, any UTF-16 sequence. */
  record Text(String text) implements Value {}

  /** A UUID. It equals itself and, on the filter's side, the string that spells it. */
  record Uuid(UUID uuid) implements Value {}

  /** An {@code Integer}, {@code Long}, {@code Float} or {@code Double}. */
  record Num(Number number) implements Value {
    public Num {
      if (!(number instanceof Integer
          || number instanceof Long
          || number instanceof Float
          || number instanceof Double)) {
        throw new IllegalArgumentException(
            "number must be an Integer, Long, Float or Double, but was a "
                + number.getClass().getName());
      }
    }

    public boolean isNaN() {
      return Double.isNaN(number.doubleValue());
    }

    public boolean isFinite() {
      return Double.isFinite(number.doubleValue());
    }

    /** The value its decimal text spells: {@code 0.1f} and {@code 0.1d} are the same number. */
    public BigDecimal decimal() {
      return new BigDecimal(number.toString());
    }

    /**
     * The nearest double of {@link #decimal()}; never negative zero. Equal numbers have equal ones.
     */
    public double nearestDouble() {
      double nearest =
          number instanceof Float f && isFinite()
              ? Double.parseDouble(f.toString())
              : number.doubleValue();
      return nearest + 0.0;
    }

    /** Compares by value across types. Neither may be NaN. */
    public int compareByValue(Num other) {
      if (isFinite() && other.isFinite()) {
        return decimal().compareTo(other.decimal());
      }
      return Double.compare(number.doubleValue(), other.number.doubleValue());
    }
  }

  static Value of(Object object) {
    return switch (object) {
      case String text -> new Text(text);
      case UUID uuid -> new Uuid(uuid);
      case Number number -> new Num(number);
      default ->
          throw new IllegalArgumentException(
              "metadata value must be a String, UUID or number, but was a "
                  + object.getClass().getName());
    };
  }

  /** The object LangChain4j's metadata holds for this value. */
  default Object toObject() {
    return switch (this) {
      case Text(String text) -> text;
      case Uuid(UUID uuid) -> uuid;
      case Num(Number number) -> number;
    };
  }
}

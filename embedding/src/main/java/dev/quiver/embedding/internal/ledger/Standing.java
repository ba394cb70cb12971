package dev.quiver.embedding.internal.ledger;

/** How a source stands with the store. */
public enum Standing {
  /** Under way for the first time: any of its segments may be in the store, or none. */
  ARRIVING(1),

  /** Under way to another content: any segment of the old and of the new one may be there. */
  CHANGING(2),

  /** All of its segments are in the store, and no others of it. */
  STORED(3),

  /** None of its segments are in the store any more. */
  GONE(4);

  private final int code;

  Standing(int code) {
    this.code = code;
  }

  /** How it is written. */
  byte code() {
    return (byte) code;
  }

  static Standing of(byte code) {
    for (Standing standing : values()) {
      if (standing.code == code) {
        return standing;
      }
    }
    throw new IllegalArgumentException("standing must be between 1 and 4, but was " + code);
  }
}

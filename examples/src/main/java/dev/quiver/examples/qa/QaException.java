package dev.quiver.examples.qa;

/** Something outside the program keeps it from starting; the message says what to do. */
final class QaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  QaException(String message, Throwable cause) {
    super(message, cause);
  }
}

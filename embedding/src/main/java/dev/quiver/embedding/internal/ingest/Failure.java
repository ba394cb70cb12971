package dev.quiver.embedding.internal.ingest;

/**
 * A document that could not be ingested.
 *
 * @param source or a name for what has none
 */
public record Failure(String source, String reason) {
  private static final int MAX_REASON = 500;

  static Failure of(String source, Throwable cause) {
    return new Failure(source, reason(cause));
  }

  /** A wrapper often says less than what it wraps. */
  static String reason(Throwable failure) {
    var reason = new StringBuilder(words(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      String more = words(cause);
      if (reason.indexOf(more) < 0) {
        reason.append(": ").append(more);
      }
    }
    return reason.length() <= MAX_REASON ? reason.toString() : reason.substring(0, MAX_REASON);
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}

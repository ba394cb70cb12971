package dev.quiver.store.error;

/**
 * The calling thread was interrupted while it waited for an answer. A read changes nothing; the
 * thread is still marked as interrupted.
 */
public final class CallInterruptedException extends QuiverException {
  private static final long serialVersionUID = 1;

  public CallInterruptedException(String what, InterruptedException cause) {
    super(what + " was interrupted", cause);
  }
}

package dev.quiver.store.error;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** None of the clusters behind a failover store could do it; the message says why of each. */
public final class NoClusterAvailableException extends QuiverException {
  private static final long serialVersionUID = 1;
  private final transient Map<String, Throwable> causes;

  public NoClusterAvailableException(String what, Map<String, Throwable> causes) {
    super(
        "no cluster could "
            + what
            + ": "
            + causes.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + reason(entry.getValue()))
                .collect(Collectors.joining("; ")));
    this.causes = new LinkedHashMap<>(causes);
    causes.values().forEach(this::addSuppressed);
  }

  private static String reason(Throwable why) {
    String message = why.getMessage();
    return message == null || message.isBlank() ? why.getClass().getSimpleName() : message;
  }

  /** What each cluster's last attempt ended with, in the order of preference. */
  public Map<String, Throwable> causes() {
    return causes == null ? Map.of() : Map.copyOf(causes);
  }
}

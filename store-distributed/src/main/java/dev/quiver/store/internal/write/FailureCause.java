package dev.quiver.store.internal.write;

import dev.quiver.store.internal.log.LogOutcomeUnknownException;
import dev.quiver.store.internal.log.LogRejectedException;
import dev.quiver.store.internal.log.LogReplica;
import dev.quiver.store.internal.log.ShardLog;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Why an append failed, with what ails the log's replicas: "no leader" alone helps nobody. */
final class FailureCause {
  private FailureCause() {}

  static Throwable of(ShardLog log, Throwable failure) {
    Throwable why =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    for (LogReplica replica : log.replicas()) {
      Optional<Throwable> ails = replica.status().failure();
      if (ails.isPresent()) {
        String message =
            String.format(
                Locale.ROOT,
                "%s; %s: %s",
                why.getMessage(),
                replica.node(),
                rootOf(ails.get()).getMessage());
        if (why instanceof LogRejectedException) {
          return new LogRejectedException(message, ails.get());
        }
        if (why instanceof LogOutcomeUnknownException) {
          return new LogOutcomeUnknownException(message, ails.get());
        }
      }
    }
    return why;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}

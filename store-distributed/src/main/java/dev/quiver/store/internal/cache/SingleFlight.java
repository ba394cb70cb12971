package dev.quiver.store.internal.cache;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets one of those who want the same thing at the same time fetch it for all. The first works, on
 * its own thread; the others wait, each no longer than it wants to. Whoever works can give up for
 * reasons of its own: then one of those who wait takes over.
 *
 * @param <K> what is wanted; equal keys are the same thing
 * @param <V> never changed once it is there, because everybody gets the same
 */
public final class SingleFlight<K, V> {
  private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

  /** One who wants something. */
  public interface Caller<V> {
    V fetch();

    /** Whether what another one has fetched will do. */
    boolean accepts(V fetched);

    /** Whether {@link #fetch} failed for reasons that only concern this caller. */
    boolean isOwn(Throwable failure);

    /** How long it would still wait for another one. */
    long patienceNanos();
  }

  /** One attempt to fetch, made by whoever takes it first. */
  private static final class Flight<V> {
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Landing<V>> end = new CompletableFuture<>();

    boolean isTaken() {
      return !taken.compareAndSet(false, true);
    }
  }

  /**
   * How a flight ended: with a value, with a failure that is everybody's, or given up, with the
   * next one for those who have waited.
   */
  private record Landing<V>(
      @Nullable V value, @Nullable RuntimeException failure, @Nullable Flight<V> next) {}

  /**
   * Fetches, or waits for another one who does. Throws what fetching threw.
   *
   * @throws TimeoutException if the caller's patience is over while another one is still at it
   */
  public V get(K key, Caller<V> caller) throws InterruptedException, TimeoutException {
    Flight<V> flight = flights.computeIfAbsent(key, any -> new Flight<>());
    while (flight.isTaken()) {
      Landing<V> landing = await(flight.end, caller.patienceNanos());
      if (landing.failure() != null) {
        throw landing.failure();
      }
      V value = landing.value();
      if (value != null) {
        return caller.accepts(value) ? value : caller.fetch();
      }
      flight = Objects.requireNonNull(landing.next());
    }
    return fly(key, flight, caller);
  }

  /** The key is free again before anybody is told. */
  private V fly(K key, Flight<V> flight, Caller<V> caller) {
    Landing<V> landing = new Landing<>(null, null, new Flight<>());
    try {
      V value = caller.fetch();
      landing = new Landing<>(value, null, null);
      return value;
    } catch (RuntimeException failed) {
      if (!caller.isOwn(failed)) {
        landing = new Landing<>(null, failed, null);
      }
      throw failed;
    } finally {
      flights.remove(key, flight);
      flight.end.complete(landing);
    }
  }

  private static <T> T await(CompletableFuture<T> flight, long nanos)
      throws InterruptedException, TimeoutException {
    try {
      return flight.get(nanos, TimeUnit.NANOSECONDS);
    } catch (ExecutionException never) {
      throw new IllegalStateException("a flight must land, but failed", never);
    }
  }
}

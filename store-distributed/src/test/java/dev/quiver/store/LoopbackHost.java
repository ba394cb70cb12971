package dev.quiver.store;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import dev.quiver.store.internal.wire.AskCodec;
import dev.quiver.store.internal.wire.ShardAnswerCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A node as if it were elsewhere: every request and answer becomes bytes and is made anew from
 * them, deadlines travel as the time that is left, cancelling travels as a message of its own, and
 * what was found holds no reader.
 *
 * <p>Messages meet what a {@link Weather} has in store for them. Whoever sent one that was lost is
 * told after a while, as by a connection that breaks.
 */
final class LoopbackHost implements ShardHost {
  private static final Duration NOTICED = Duration.ofMillis(30);
  private static final Executor WIRE =
      task -> Thread.ofVirtual().name("quiver-loopback").start(task);

  private final ShardHost host;
  private final Weather weather;

  LoopbackHost(ShardHost host, Weather weather) {
    this.host = host;
    this.weather = weather;
  }

  @Override
  public NodeId node() {
    return host.node();
  }

  @Override
  public <T> CompletableFuture<ShardAnswer<T>> ask(ShardAsk<T> ask) {
    var caller = new CompletableFuture<ShardAnswer<T>>();
    var atNode = new AtomicReference<@Nullable CompletableFuture<?>>();
    byte[] request = AskCodec.encode(ask);
    for (int copy = weather.copies(); copy > 0; copy--) {
      send(caller, () -> serve(request, atNode, answer -> receive(ask.reading(), answer, caller)));
    }
    var unused =
        caller.whenComplete(
            (answer, failure) -> {
              if (caller.isCancelled()) {
                send(caller, () -> cancel(atNode.get()));
              }
            });
    return caller;
  }

  private static void cancel(@Nullable CompletableFuture<?> work) {
    if (work != null) {
      work.cancel(true);
    }
  }

  /** The way there, or back. */
  private void send(CompletableFuture<?> caller, Runnable arrival) {
    if (weather.loses()) {
      later(
          NOTICED,
          () ->
              caller.completeExceptionally(
                  new StoreUnavailableException("the connection to " + node() + " broke", null)));
    } else {
      later(weather.delay(), arrival);
    }
  }

  private static void later(Duration delay, Runnable task) {
    if (delay.isZero()) {
      WIRE.execute(task);
    } else {
      CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, WIRE).execute(task);
    }
  }

  private interface Reply {
    void with(byte[] answer);
  }

  private void serve(
      byte[] request, AtomicReference<@Nullable CompletableFuture<?>> atNode, Reply reply) {
    serve(AskCodec.decode(ByteBuffer.wrap(request)), atNode, reply);
  }

  private <T> void serve(
      ShardAsk<T> ask, AtomicReference<@Nullable CompletableFuture<?>> atNode, Reply reply) {
    CompletableFuture<ShardAnswer<T>> work = host.ask(ask);
    atNode.set(work);
    var unused =
        work.whenCompleteAsync(
            (answer, failure) -> reply.with(encode(ask.reading(), answer, failure)), WIRE);
  }

  private static <T> byte[] encode(
      Reading<T> reading, @Nullable ShardAnswer<T> answer, @Nullable Throwable failure) {
    if (answer == null) {
      return ShardAnswerCodec.encode(
          failure instanceof CompletionException wrapped && wrapped.getCause() != null
              ? wrapped.getCause()
              : failure == null ? new IllegalStateException("no answer") : failure);
    }
    try (answer) {
      return ShardAnswerCodec.encode(reading, answer);
    } catch (IOException unreadable) {
      return ShardAnswerCodec.encode(unreadable);
    }
  }

  private <T> void receive(
      Reading<T> reading, byte[] answer, CompletableFuture<ShardAnswer<T>> caller) {
    send(
        caller,
        () -> {
          try {
            caller.complete(ShardAnswerCodec.decode(reading, ByteBuffer.wrap(answer)));
          } catch (RuntimeException refused) {
            caller.completeExceptionally(refused);
          }
        });
  }
}

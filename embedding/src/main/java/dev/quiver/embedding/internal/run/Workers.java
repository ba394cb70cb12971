package dev.quiver.embedding.internal.run;

import dev.quiver.embedding.error.EmbeddingException;
import dev.quiver.embedding.internal.meter.Meters;
import dev.quiver.embedding.internal.onnx.Encoder;
import dev.quiver.embedding.internal.onnx.EncoderRun;
import dev.quiver.embedding.internal.tokens.Tokenizer;
import dev.quiver.embedding.internal.tokens.Tokens;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The threads that embed. They are platform threads, because a call into native code holds its
 * carrier; callers may be virtual ones and only wait.
 *
 * <p>Each thread takes a text, cuts it into tokens and runs the model on these alone. On a CPU that
 * beats padded batches: a batch makes every text as long as its longest, and a core that is busy
 * with one text has nothing left for a second. A call asks for at most as many threads as there
 * are, and each of them takes the call's next text when it has finished one, so two calls share the
 * threads fairly and a queue holds calls, not texts.
 */
public final class Workers implements AutoCloseable {
  private final Tokenizer tokenizer;
  private final Encoder encoder;
  private final int maxLength;
  private final Meters meters;
  private final int count;
  private final ExecutorService pool;
  private final BlockingQueue<EncoderRun> idle;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Owns the tokenizer and the encoder: closes them. */
  public Workers(Tokenizer tokenizer, Encoder encoder, int maxLength, int count, Meters meters) {
    this.tokenizer = tokenizer;
    this.encoder = encoder;
    this.maxLength = maxLength;
    this.meters = meters;
    this.count = count;
    this.idle = new ArrayBlockingQueue<>(count);
    ThreadFactory threads = Thread.ofPlatform().name("quiver-embed-", 0).daemon().factory();
    var executor =
        new ThreadPoolExecutor(
            count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    executor.allowCoreThreadTimeOut(true);
    this.pool = executor;
  }

  /**
   * Embeds texts, in their order. Cancelling the future stops after the texts now being embedded.
   *
   * @param prefix put before each text
   * @throws IllegalStateException if closed
   */
  public CompletableFuture<List<Encoded>> encode(
      List<String> texts, String prefix, Progress progress) {
    var call = new Call(texts, progress);
    try {
      for (int i = 0; i < Math.min(count, texts.size()); i++) {
        pool.execute(() -> call.work((index, text) -> encode(index, prefix + text)));
      }
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the model is closed", e);
    }
    return call.answer();
  }

  private Encoded encode(int index, String text) {
    if (pool.isShutdown()) {
      throw new IllegalStateException("the model is closed");
    }
    long started = System.nanoTime();
    EncoderRun run = idle.poll();
    if (run == null) {
      run = encoder.newRun();
    }
    try {
      Tokens tokens = tokenizer.encode(text, maxLength);
      if (tokens.textTokens() == 0) {
        throw new IllegalArgumentException(
            "texts["
                + index
                + "] must hold something to read, but held none of the model's tokens");
      }
      var encoded = new Encoded(run.embed(tokens.ids(), tokens.types()), tokens.textTokens());
      meters.embedded(tokens.textTokens(), tokens.isTruncated(), System.nanoTime() - started);
      return encoded;
    } catch (EmbeddingException e) {
      meters.failed(System.nanoTime() - started);
      throw e;
    } finally {
      idle.add(run);
    }
  }

  /** Lets the texts being embedded finish, fails the calls that want more, frees the memory. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    pool.close();
    encoder.close();
    tokenizer.close();
  }
}

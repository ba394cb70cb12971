package dev.quiver.embedding;

import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.embedding.error.IngestException;
import dev.quiver.embedding.internal.ingest.Plan;
import dev.quiver.embedding.internal.ingest.Recognition;
import dev.quiver.embedding.internal.ingest.Retries;
import dev.quiver.embedding.internal.split.TokenSplitter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Ingestor}. A model, a store and a ledger are needed, all else has a default. */
public final class IngestorBuilder {
  /** For models that do not tell their tokens: about 250 of English, which every model takes. */
  private static final int DEFAULT_CHARACTERS = 1_000;

  /** An eighth of a segment comes again in the next one. */
  private static final int OVERLAP_SHARE = 8;

  /** What fails for no known reason is less likely to heal in a model than in a store. */
  private static final int MODEL_ATTEMPTS = 3;

  /** Of stores that show a write late, most show it within a few seconds. */
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  private static final Duration MAX_DELAY = Duration.ofSeconds(30);

  private @Nullable EmbeddingModel model;
  private @Nullable String modelName;
  private @Nullable EmbeddingStore<TextSegment> store;
  private @Nullable Supplier<String> incarnation;
  private Duration grace = DEFAULT_GRACE;
  private InstantSource clock = InstantSource.system();
  private Consumer<Duration> pause = IngestorBuilder::park;
  private @Nullable Path ledger;
  private @Nullable String sourceKey;
  private @Nullable DocumentSplitter splitter;
  private @Nullable String recipe;
  private int batchSize = 32;
  private int embeddingThreads = 2;
  private int queueSize = 256;
  private int storeBatchSize = 256;
  private int maxDocumentLength = 16 << 20;
  private int attempts = 7;
  private Duration firstDelay = Duration.ofMillis(200);
  private boolean mirror;
  private boolean reembed;
  private boolean refill;
  private FailurePolicy onFailure = FailurePolicy.SKIP;
  private final List<IngestListener> listeners = new ArrayList<>();

  IngestorBuilder() {}

  /** What makes vectors of segments. Required. */
  public IngestorBuilder model(EmbeddingModel given) {
    this.model = given;
    return this;
  }

  /** What the ledger calls the model. Default: what the model says, else its class. */
  public IngestorBuilder modelName(String given) {
    this.modelName = given;
    return this;
  }

  /** Where segments go, of any kind. Required. */
  public IngestorBuilder store(EmbeddingStore<TextSegment> given) {
    this.store = given;
    return this;
  }

  /**
   * What the store says of itself, anew whenever it is made or restored: for a Quiver store {@code
   * () -> store.session().incarnation().toString()}. Default: the store is only asked for segments
   * that it must have.
   */
  public IngestorBuilder incarnation(Supplier<String> given) {
    this.incarnation = given;
    return this;
  }

  /**
   * How late the store may show what was written to it. For so long after a write, what the store
   * does not show is asked for again before it is taken for lost. Left out: 30 seconds.
   */
  public IngestorBuilder grace(Duration given) {
    if (given.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, but was " + given);
    }
    this.grace = given;
    return this;
  }

  /** For tests: what the time is, and how it passes. */
  IngestorBuilder clock(InstantSource given, Consumer<Duration> givenPause) {
    this.clock = given;
    this.pause = givenPause;
    return this;
  }

  private static void park(Duration duration) {
    LockSupport.parkNanos(duration.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new IngestException("the run was interrupted", null);
    }
  }

  /** A folder of its own for what is known of the store. One store, one ledger. Required. */
  public IngestorBuilder ledger(Path given) {
    this.ledger = given;
    return this;
  }

  /** The metadata key that says where a document comes from. Default: its file, else its URL. */
  public IngestorBuilder sourceKey(String given) {
    this.sourceKey = given;
    return this;
  }

  /**
   * Default: segments as long as the model takes, by its own tokens, with an eighth of overlap; a
   * thousand characters for a model that does not tell its tokens. A splitter is known by its
   * class: one that has changed needs a new {@link #recipe}.
   */
  public IngestorBuilder splitter(DocumentSplitter given) {
    this.splitter = given;
    return this;
  }

  /** The default splitter, with the tokens of a model that does not tell them. */
  public IngestorBuilder tokens(TokenCountEstimator counter, int maxTokens, int overlapTokens) {
    return splitter(new TokenSplitter(maxTokens, overlapTokens, counter::estimateTokenCountInText));
  }

  /**
   * A name for how documents become segments: with a new one, all are split again. Default: what
   * the splitter says of itself, else its class.
   */
  public IngestorBuilder recipe(String given) {
    this.recipe = given;
    return this;
  }

  /** Segments given to the model at once. Left out: 32. */
  public IngestorBuilder batchSize(int given) {
    this.batchSize = atLeastOne("batchSize", given);
    return this;
  }

  /** Calls of the model at a time. Left out: 2, so that one begins while the other one ends. */
  public IngestorBuilder embeddingThreads(int given) {
    this.embeddingThreads = atLeastOne("embeddingThreads", given);
    return this;
  }

  /** Segments that wait for the model, and as many again for the store. Left out: 256. */
  public IngestorBuilder queueSize(int given) {
    this.queueSize = atLeastOne("queueSize", given);
    return this;
  }

  /** Segments given to the store at once, if so many wait. Left out: 256. */
  public IngestorBuilder storeBatchSize(int given) {
    this.storeBatchSize = atLeastOne("storeBatchSize", given);
    return this;
  }

  /** A document of more characters is a bad one. Left out: 16,777,216. */
  public IngestorBuilder maxDocumentLength(int given) {
    this.maxDocumentLength = atLeastOne("maxDocumentLength", given);
    return this;
  }

  /**
   * How often a store that is away is tried, the first time included, and the pause before the
   * second try, which doubles from one to the next. Left out: 7 and 200 ms, 13 seconds in all. A
   * model is tried 3 times.
   */
  public IngestorBuilder retries(int attemptsGiven, Duration firstDelayGiven) {
    if (firstDelayGiven.toMillis() < 1 || firstDelayGiven.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          "firstDelay must be between 1 ms and " + MAX_DELAY + ", but was " + firstDelayGiven);
    }
    this.attempts = atLeastOne("attempts", attemptsGiven);
    this.firstDelay = firstDelayGiven;
    return this;
  }

  /** Sources that do not come any more are taken out of the store. Left out: they stay. */
  public IngestorBuilder mirror(boolean given) {
    this.mirror = given;
    return this;
  }

  /** The store's vectors of another model are made anew with this one. Left out: refused. */
  public IngestorBuilder reembed(boolean given) {
    this.reembed = given;
    return this;
  }

  /** Every document is embedded again, as if the store were empty. Left out: what changed. */
  public IngestorBuilder refill(boolean given) {
    this.refill = given;
    return this;
  }

  /** What becomes of the run when a document cannot be ingested. Left out: it is skipped. */
  public IngestorBuilder onFailure(FailurePolicy given) {
    this.onFailure = given;
    return this;
  }

  /** Is told how far the run is; may be given several times. Left out: nobody is told. */
  public IngestorBuilder listener(IngestListener given) {
    listeners.add(given);
    return this;
  }

  /** Checks what was given; nothing is opened before the first run. */
  public Ingestor build() {
    EmbeddingModel given = needed("model", model);
    DocumentSplitter cut = splitter == null ? defaultSplitter(given) : splitter;
    String name = modelName == null ? nameOf(given) : modelName;
    String how = recipe == null ? nameOf(cut) : recipe;
    var limits =
        new Plan.Limits(batchSize, embeddingThreads, queueSize, storeBatchSize, maxDocumentLength);
    var choices = new Plan.Choices(mirror, reembed, refill, onFailure == FailurePolicy.STOP);
    var plan =
        new Plan(
            given,
            name,
            needed("store", store),
            new Recognition(incarnation, grace, clock, pause),
            cut,
            how,
            limits,
            new Retries("model", Math.min(attempts, MODEL_ATTEMPTS), firstDelay, MAX_DELAY),
            new Retries("store", attempts, firstDelay, MAX_DELAY),
            choices);
    return new Ingestor(plan, needed("ledger", ledger), sourceKey, listeners);
  }

  private static TokenSplitter defaultSplitter(EmbeddingModel given) {
    if (given instanceof OnnxEmbeddingModel local) {
      return new TokenSplitter(
          local.maxTokens(),
          local.maxTokens() / OVERLAP_SHARE,
          local.tokenCounter()::estimateTokenCountInText);
    }
    return new TokenSplitter(
        DEFAULT_CHARACTERS, DEFAULT_CHARACTERS / OVERLAP_SHARE, String::length);
  }

  /** LangChain4j's word for a model that does not say is "unknown". */
  private static String nameOf(EmbeddingModel given) {
    String said = given.modelName();
    return said.isBlank() || said.equals("unknown") ? given.getClass().getName() : said;
  }

  private static String nameOf(DocumentSplitter given) {
    return given instanceof TokenSplitter ? given.toString() : given.getClass().getName();
  }

  private static <T> T needed(String name, @Nullable T given) {
    if (given == null) {
      throw new IllegalArgumentException(name + " must be given, but was not");
    }
    return given;
  }

  private static int atLeastOne(String name, int given) {
    if (given < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least 1, but was %d", name, given));
    }
    return given;
  }
}

package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.internal.failover.Failover;
import dev.quiver.store.internal.failover.FailoverOptions;
import dev.quiver.store.internal.handoff.HandoffDirectory;
import dev.quiver.store.internal.meter.FailoverMeters;
import dev.quiver.store.internal.meter.MicrometerFailoverMeters;
import dev.quiver.store.internal.model.CollectionSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a {@link FailoverEmbeddingStore} in front of clusters. Not thread-safe. */
public final class FailoverEmbeddingStoreBuilder {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DEFAULT_MAX_LAG = Duration.ofMinutes(1);
  private static final Duration DEFAULT_PROBE_INTERVAL = Duration.ofSeconds(1);
  private static final int DEFAULT_RETRIES = 2;
  private static final int MAX_RETRIES = 100;
  private static final int DEFAULT_CALLS = 128;
  private static final int MAX_CALLS = 100_000;
  private static final long DEFAULT_HANDOFF_BYTES = 1L << 30;

  private final Map<String, FailoverCluster> clusters = new LinkedHashMap<>();
  private final AtomicReference<@Nullable EmbeddingSearchRequest> seen = new AtomicReference<>();
  private Duration timeout = DEFAULT_TIMEOUT;
  private @Nullable Duration attemptTimeout;
  private int retries = DEFAULT_RETRIES;
  private WritePolicy writes = WritePolicy.PRIMARY;
  private @Nullable Path handoffDirectory;
  private long maxHandoffBytes = DEFAULT_HANDOFF_BYTES;
  private Duration maxLag = DEFAULT_MAX_LAG;
  private Duration probeInterval = DEFAULT_PROBE_INTERVAL;
  private int maxCallsPerCluster = DEFAULT_CALLS;
  private @Nullable String partitionKey;
  private @Nullable MeterRegistry meterRegistry;

  FailoverEmbeddingStoreBuilder() {}

  /**
   * Adds a cluster, less preferred than those before it. Its queue is found again by its name. One
   * is required.
   */
  public FailoverEmbeddingStoreBuilder cluster(String name, EmbeddingStore<TextSegment> store) {
    return add(name, FailoverCluster.of(Check.present("store of cluster " + name, store)));
  }

  /**
   * The same, where the client connects when it is made: it is made by the first call to the
   * cluster, as a part of that call, and by later ones until that succeeds. So a cluster that is
   * down does not keep the application from starting. What is made here is closed with this store.
   * One cluster is required.
   */
  public FailoverEmbeddingStoreBuilder cluster(
      String name, Supplier<? extends EmbeddingStore<TextSegment>> opener) {
    return add(name, FailoverCluster.by(Check.present("opener of cluster " + name, opener)));
  }

  private FailoverEmbeddingStoreBuilder add(String name, FailoverCluster cluster) {
    CollectionSettings.requireName("cluster", Check.present("cluster", name));
    if (clusters.putIfAbsent(name, cluster) != null) {
      throw new IllegalArgumentException("cluster must be named once, but was twice: " + name);
    }
    return this;
  }

  /**
   * One deadline for the whole of a call, all attempts and pauses included. Left out: 10 seconds.
   */
  public FailoverEmbeddingStoreBuilder timeout(Duration value) {
    timeout = Check.positive("timeout", value);
    return this;
  }

  /** Of one attempt at one cluster. Left out: the deadline shared out among the clusters. */
  public FailoverEmbeddingStoreBuilder attemptTimeout(Duration value) {
    attemptTimeout = Check.positive("attemptTimeout", value);
    return this;
  }

  /**
   * How often the clusters are gone through again when none did it, within the deadline. Left out:
   * 2.
   */
  public FailoverEmbeddingStoreBuilder retries(int count) {
    retries = Check.between("retries", count, 0, MAX_RETRIES);
    return this;
  }

  /** Where writes go. Left out: {@link WritePolicy#PRIMARY}. */
  public FailoverEmbeddingStoreBuilder writes(WritePolicy policy) {
    writes = Check.present("writes", policy);
    return this;
  }

  /** Where what a cluster misses waits for it; required when writes go to all. */
  public FailoverEmbeddingStoreBuilder handoffDirectory(Path path) {
    handoffDirectory = Check.present("handoffDirectory", path);
    return this;
  }

  /** What may wait for each cluster; beyond that, writes fail. Left out: 1 GiB. */
  public FailoverEmbeddingStoreBuilder maxHandoffBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxHandoffBytes must be at least 1, but was " + bytes);
    }
    maxHandoffBytes = bytes;
    return this;
  }

  /** How far behind the newest write a cluster may be and still answer. Left out: a minute. */
  public FailoverEmbeddingStoreBuilder maxLag(Duration value) {
    if (Check.present("maxLag", value).isNegative()) {
      throw new IllegalArgumentException("maxLag must not be negative, but was " + value);
    }
    maxLag = value;
    return this;
  }

  /**
   * Between looks at a cluster that is down, at first; three in a row bring it back. Left out: a
   * second.
   */
  public FailoverEmbeddingStoreBuilder probeInterval(Duration value) {
    probeInterval = Check.positive("probeInterval", value);
    return this;
  }

  /**
   * Calls under way at one cluster at a time, those given up that have not ended included. Left
   * out: 128.
   */
  public FailoverEmbeddingStoreBuilder maxCallsPerCluster(int count) {
    maxCallsPerCluster = Check.between("maxCallsPerCluster", count, 1, MAX_CALLS);
    return this;
  }

  /**
   * The metadata key by whose value the clusters tell records of one id apart. Left out: that of
   * the stores given, where they are Quiver's own, or none, so that an id is one record. It must be
   * given where it cannot be seen: for clusters that an opener makes, all of them, and for stores
   * that others have wrapped. Of a store that is not Quiver's it says that a record added again
   * replaces the one of its partition.
   */
  public FailoverEmbeddingStoreBuilder partitionKey(String key) {
    partitionKey = Check.notBlank("partitionKey", key);
    return this;
  }

  /** Where to report what the store does; needs Micrometer on the class path. Left out: nowhere. */
  public FailoverEmbeddingStoreBuilder meterRegistry(MeterRegistry registry) {
    meterRegistry = registry;
    return this;
  }

  /** Checks what was given and opens the queues on disk. */
  public FailoverEmbeddingStore build() {
    if (clusters.isEmpty()) {
      throw new IllegalArgumentException("clusters must be at least 1, but were 0");
    }
    String agreed = FailoverCluster.agreedPartitionKey(partitionKey, clusters);
    FailoverOptions options = options(agreed);
    FailoverMeters meters =
        meterRegistry == null ? FailoverMeters.NONE : new MicrometerFailoverMeters(meterRegistry);
    var backends = new LinkedHashMap<String, ClusterBackend>();
    clusters.forEach((name, cluster) -> backends.put(name, cluster.backend(agreed, seen)));
    List<ClusterStore> opened =
        clusters.values().stream().map(FailoverCluster::opened).filter(Objects::nonNull).toList();
    HandoffDirectory handoff = handoff();
    return new FailoverEmbeddingStore(
        Failover.over(backends, options, handoff, meters), seen, opened, agreed);
  }

  private FailoverOptions options(@Nullable String agreed) {
    Duration attempt = attemptTimeout;
    if (attempt == null) {
      attempt = timeout.dividedBy(clusters.size());
    } else if (attempt.compareTo(timeout) > 0) {
      throw new IllegalArgumentException(
          "attemptTimeout must be at most timeout (" + timeout + "), but was " + attempt);
    }
    return new FailoverOptions(
        timeout,
        attempt,
        retries,
        maxLag,
        probeInterval,
        maxCallsPerCluster,
        agreed,
        InstantSource.system());
  }

  private @Nullable HandoffDirectory handoff() {
    if (writes == WritePolicy.PRIMARY) {
      return null;
    }
    if (handoffDirectory == null) {
      throw new IllegalArgumentException("handoffDirectory must be given when writes is ALL");
    }
    return HandoffDirectory.open(handoffDirectory, List.copyOf(clusters.keySet()), maxHandoffBytes);
  }
}

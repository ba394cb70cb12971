package dev.quiver.store.internal.index;

import dev.quiver.store.internal.memory.BytePool;
import dev.quiver.store.internal.memory.Gauges;
import dev.quiver.store.internal.memory.MemoryBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.jspecify.annotations.Nullable;

/**
 * The graphs that segments searched together have in common, one for each set of shards that
 * searches ask for.
 *
 * <p>Eight graphs of a part each cost three to five times one graph of the whole: every one is
 * entered, approached and searched wide enough for the case that it holds most of the answer. So
 * segments that are searched together again and again get a graph over all of them, in memory,
 * merged from their own. It holds for as long as its segments do; what was added since is walked by
 * itself, as small segments are.
 *
 * <p><b>It is earned before it is made.</b> Making it costs about as much as it saves in as many
 * searches as it leads over records; only after so many over the same segments is it begun, in the
 * background. Segments that change too fast never get one, and whatever happens no more is spent
 * than was spent anyway.
 */
final class CommonGraphs {
  /** Of the documents searched, those that a graph must lead to. */
  private static final double LEAST_COVERED = 0.75;

  /** Segments so many times smaller than the largest are soon merged, and walked by themselves. */
  private static final int SMALL = 16;

  /** While it is made, in bytes; four times what is kept of it. */
  private static final int HEAP_PER_RECORD = 400;

  /** Of the heap, what may be taken while a graph is made. */
  private static final double HEAP_PART = 0.125;

  private static final int CANCEL_CHECK_MILLIS = 20;

  private static final int NEVER = Integer.MAX_VALUE;

  /** Sets of shards remembered; more are asked for only where routing scatters them. */
  private static final int MOST_SETS = 64;

  private final Executor background;
  private final long mostRecords;
  private final BytePool building;
  private final Gauges allRecords;
  private final LongSupplier records = this::recordsOfAll;
  private final Map<List<ShardCalibration>, Plan> plans = new ConcurrentHashMap<>();

  /** The segments that a graph is to lead over, and the graph once it is there. */
  private static final class Plan {
    final Set<IndexReader.CacheKey> segments = new HashSet<>();
    final AtomicInteger searches = new AtomicInteger();
    final int earned;
    volatile @Nullable Made made;

    Plan(List<LeafReaderContext> leaves) {
      int largest = leaves.stream().mapToInt(leaf -> leaf.reader().maxDoc()).max().orElse(0);
      int records = 0;
      for (LeafReaderContext leaf : leaves) {
        if (SMALL * leaf.reader().maxDoc() >= largest) {
          segments.add(key(leaf));
          records += leaf.reader().maxDoc();
        }
      }
      this.earned = segments.size() > 1 ? records : NEVER;
    }

    boolean speaksFor(List<LeafReaderContext> leaves) {
      int there = 0;
      long covered = 0;
      long all = 0;
      for (LeafReaderContext leaf : leaves) {
        all += leaf.reader().maxDoc();
        if (segments.contains(key(leaf))) {
          there++;
          covered += leaf.reader().maxDoc();
        }
      }
      return there == segments.size() && covered >= LEAST_COVERED * all;
    }

    List<LeafReaderContext> of(List<LeafReaderContext> leaves) {
      return leaves.stream().filter(leaf -> segments.contains(key(leaf))).toList();
    }
  }

  private record Made(CommonGraph graph, Calibration calibration) {}

  CommonGraphs(Executor background, MemoryBudget memory) {
    this(
        background,
        memory,
        (long) (Runtime.getRuntime().maxMemory() * HEAP_PART / HEAP_PER_RECORD));
  }

  /**
   * @param mostRecords over which graphs may lead, all of this JVM together
   */
  CommonGraphs(Executor background, MemoryBudget memory, long mostRecords) {
    this.background = background;
    this.mostRecords = mostRecords;
    this.building = memory.graphs();
    this.allRecords = memory.commonGraphs();
    allRecords.add(records);
  }

  void close() {
    allRecords.remove(records);
  }

  private static IndexReader.CacheKey key(LeafReaderContext leaf) {
    return leaf.reader().getCoreCacheHelper().getKey();
  }

  /** What walks over all segments of these views lead over; the search counts towards a graph. */
  List<Terrain> terrains(List<View> views, IndexReader all) throws IOException {
    List<LeafReaderContext> leaves = all.leaves();
    Plan plan = leaves.size() > 1 && isWalked(all) ? plan(views, leaves) : null;
    Made made = plan == null ? null : plan.made;
    var terrains = new ArrayList<Terrain>();
    if (plan != null && made == null && plan.searches.incrementAndGet() == plan.earned) {
      background.execute(() -> make(views, plan));
    }
    if (plan != null && made != null) {
      terrains.add(Terrain.of(plan.of(leaves), made.graph(), made.calibration()));
    }
    int next = 0;
    for (View view : views) {
      Calibration calibration = view.calibration().newest();
      for (int i = 0; i < view.reader().leaves().size(); i++) {
        LeafReaderContext leaf = leaves.get(next++);
        if (plan == null || made == null || !plan.segments.contains(key(leaf))) {
          terrains.add(Terrain.of(leaf, calibration));
        }
      }
    }
    return terrains;
  }

  private boolean isWalked(IndexReader all) {
    return all.numDocs() > NearestSearch.EXACT_CANDIDATES && all.maxDoc() <= mostRecords;
  }

  private Plan plan(List<View> views, List<LeafReaderContext> leaves) {
    List<ShardCalibration> shards = shards(views);
    Plan plan = plans.get(shards);
    if (plan == null || !plan.speaksFor(leaves)) {
      forgetSome();
      plan = new Plan(leaves);
      plans.put(shards, plan);
    }
    return plan;
  }

  private static List<ShardCalibration> shards(List<View> views) {
    return views.stream().map(View::calibration).toList();
  }

  private void forgetSome() {
    plans.keySet().removeIf(shards -> shards.stream().anyMatch(ShardCalibration::isClosed));
    if (plans.size() >= MOST_SETS) {
      plans.clear();
    }
  }

  /** Makes the graph if it is still wanted and there is room for it. */
  private void make(List<View> views, Plan plan) {
    var held = new ArrayList<View>();
    try {
      for (View view : views) {
        if (!view.reader().tryIncRef()) {
          return; // newer views are searched by now
        }
        held.add(view);
      }
      make(views, plan, () -> isUnwanted(views, plan));
    } catch (CancellationException unwanted) {
      return; // by nobody any more
    } catch (IOException unreadable) {
      throw new UncheckedIOException("shards could not be linked with each other", unreadable);
    } finally {
      release(held);
    }
  }

  private boolean isUnwanted(List<View> views, Plan plan) {
    List<ShardCalibration> shards = shards(views);
    return plans.get(shards) != plan || shards.stream().anyMatch(ShardCalibration::isClosed);
  }

  /** Makes the graph of these views at once, as if it had been earned. */
  void makeNow(List<View> views) throws IOException {
    try (var all = new MultiReader(readers(views), false)) {
      Plan plan = plan(views, all.leaves());
      make(views, plan, () -> false);
    }
  }

  private void make(List<View> views, Plan plan, BooleanSupplier cancelled) throws IOException {
    try (var all = new MultiReader(readers(views), false)) {
      List<LeafReaderContext> leaves = plan.of(all.leaves());
      long records = leaves.stream().mapToLong(leaf -> leaf.reader().maxDoc()).sum();
      if (records + allRecords.sum() > mostRecords) {
        return;
      }
      View view = views.getFirst();
      CommonGraph graph = built(new GraphMerge(leaves, view, cancelled), records, cancelled);
      Terrain terrain = Terrain.of(leaves, graph, null);
      plan.made =
          new Made(
              graph, new Calibrator(view, terrain, cancelled).measure(Calibrator.MANY_SAMPLES));
    }
  }

  /** Takes its turn with all that is built in this JVM, merges among it. */
  private CommonGraph built(GraphMerge merge, long records, BooleanSupplier cancelled)
      throws IOException {
    long heap = records * HEAP_PER_RECORD;
    try {
      while (!building.take(heap, TimeUnit.MILLISECONDS.toNanos(CANCEL_CHECK_MILLIS))) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("nobody waits for it any more");
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("linking shards was interrupted", interrupted);
    }
    try {
      return merge.run();
    } finally {
      building.giveBack(heap);
    }
  }

  private static IndexReader[] readers(List<View> views) {
    return views.stream().map(View::reader).toArray(IndexReader[]::new);
  }

  private long recordsOfAll() {
    long records = 0;
    for (Plan plan : plans.values()) {
      Made made = plan.made;
      records += made == null ? 0 : made.graph().size();
    }
    return records;
  }

  private static void release(List<View> held) {
    for (View view : held) {
      try {
        view.reader().decRef();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}

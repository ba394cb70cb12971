package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random steps, each taken by several stores and by a plain one. */
final class RandomRun {
  private static final int DIMENSION = 6;
  private static final int PER_CALL = 1_000;

  /** One vector in so many is one of a few. */
  private static final int TIED = 4;

  private final RandomGenerator random;
  private final Metric metric;
  private final int idCount;
  private final boolean ties;
  private final List<StoreUnderTest> stores;
  private final PlainStore plain;
  private final Agreement agreement;

  /**
   * @param ids of which the records are
   * @param ties whether there are few distinct vectors, so that scores tie
   */
  RandomRun(
      RandomGenerator random, Metric metric, int ids, boolean ties, List<StoreUnderTest> stores) {
    this.random = random;
    this.metric = metric;
    this.idCount = ids;
    this.ties = ties;
    this.stores = List.copyOf(stores);
    this.plain = new PlainStore(metric);
    this.agreement = new Agreement(plain, stores);
  }

  Agreement agreement() {
    return agreement;
  }

  /** Takes one; says which. */
  String step() {
    int dice = random.nextInt(100);
    if (dice < 45) {
      return add(1 + random.nextInt(30));
    }
    if (dice < 55) {
      List<String> ids = Stream.generate(this::id).limit(10).toList();
      plain.remove(ids);
      stores.forEach(store -> store.get().removeAll(ids));
      return "remove " + ids;
    }
    if (dice < 60) {
      return remove();
    }
    if (dice == 60 && ties) {
      return clear();
    }
    if (dice < 62) {
      stores.forEach(StoreUnderTest::reopen);
      return "reopen";
    }
    if (dice < 65) {
      int node = random.nextInt(3);
      stores.forEach(store -> store.stopOrStart(node));
      return "stop or start node " + node;
    }
    Filter filter = random.nextInt(4) == 0 ? null : RandomFilters.next(random, 3);
    compare(filter);
    return "compare " + filter;
  }

  private String remove() {
    Filter filter = RandomFilters.next(random, 2);
    if (!ties && plain.ids(filter).size() > plain.rows().size() / 10) {
      return "remove nothing, as too much would match";
    }
    plain.remove(filter);
    stores.forEach(store -> store.get().removeAll(filter));
    return "remove " + filter;
  }

  private String clear() {
    plain.clear();
    stores.forEach(store -> store.get().removeAll());
    return "clear";
  }

  /** Puts so many records, new ones or others in their place. */
  private String add(int count) {
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int i = 0; i < count; i++) {
      ids.add(id());
      embeddings.add(Embedding.from(vector()));
      segments.add(RandomSegments.next(random));
      plain.put(ids.get(i), embeddings.get(i), segments.get(i));
    }
    stores.forEach(store -> store.get().addAll(ids, embeddings, segments));
    return "add " + ids;
  }

  /** The same in calls of a usual size. */
  void fill(int count) {
    for (int left = count; left > 0; left -= PER_CALL) {
      add(Math.min(left, PER_CALL));
    }
  }

  /** Searches once, with or without a filter. */
  void compare(@Nullable Filter filter) {
    double minScore = random.nextInt(3) == 0 ? 0.8 : 0;
    agreement.check(vector(), 1 + random.nextInt(40), minScore, filter);
  }

  private String id() {
    int number = random.nextInt(idCount);
    return switch (number % 3) {
      case 0 -> "id-" + number;
      case 1 -> "\uD83D\uDE00" + number;
      default -> "\uFF5E" + number;
    };
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    if (!ties && random.nextInt(TIED) > 0) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      return metric == Metric.DOT_PRODUCT ? unit(vector) : vector;
    }
    vector[random.nextInt(DIMENSION)] = 1;
    if (metric != Metric.DOT_PRODUCT) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += random.nextInt(3);
      }
    }
    return vector;
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}

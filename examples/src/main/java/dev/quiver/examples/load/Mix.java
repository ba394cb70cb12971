package dev.quiver.examples.load;

import java.util.random.RandomGenerator;

/** Which of the queries is asked next. */
enum Mix {
  /** Every query is as likely as any other: a cache has little to give. */
  UNIFORM("every query alike") {
    @Override
    int next(RandomGenerator random, int queries) {
      return random.nextInt(queries);
    }
  },

  /** What users do: most of them ask the same few things. */
  HOT("80 % on 5 queries") {
    @Override
    int next(RandomGenerator random, int queries) {
      return random.nextDouble() < HOT_SHARE
          ? random.nextInt(Math.min(HOT_QUERIES, queries))
          : random.nextInt(queries);
    }
  };

  private static final int HOT_QUERIES = 5;
  private static final double HOT_SHARE = 0.8;

  private final String words;

  Mix(String words) {
    this.words = words;
  }

  abstract int next(RandomGenerator random, int queries);

  String words() {
    return words;
  }
}

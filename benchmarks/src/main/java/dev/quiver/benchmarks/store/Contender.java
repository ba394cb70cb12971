package dev.quiver.benchmarks.store;

/** Something that holds vectors and finds the nearest. */
interface Contender extends Searched, AutoCloseable {
  String name();

  /** Whether several threads may add at a time. */
  default boolean isAddedToByMany() {
    return true;
  }

  void add(Dataset.Batch batch);

  /** When this returns, what was added is as durable and searchable as it gets. */
  void finish();

  @Override
  void close();

  /** One whose search looks further the wider it is set. */
  interface Tunable extends Contender {
    void width(int places);
  }
}

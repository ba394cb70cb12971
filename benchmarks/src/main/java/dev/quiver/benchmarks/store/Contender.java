package dev.quiver.benchmarks.store;

/** Something that holds vectors and finds the nearest. */
interface Contender extends AutoCloseable {
  String name();

  /** Whether several threads may add at a time. */
  default boolean isAddedToByMany() {
    return true;
  }

  void add(Dataset.Batch batch);

  /** When this returns, what was added is as durable and searchable as it gets. */
  void finish();

  /** Its search among these records. */
  Searched among(Share share);

  @Override
  void close();

  /** One whose search looks further the wider it is set. */
  interface Tunable extends Contender {
    Searched among(Share share, int width);

    @Override
    default Searched among(Share share) {
      return among(share, Settings.K);
    }
  }

  /** One that can be had again from what it left on disk. */
  interface Durable extends Contender {
    /** Lets go of everything and leaves on disk what {@link #open} needs. */
    void shut();

    void open();
  }
}

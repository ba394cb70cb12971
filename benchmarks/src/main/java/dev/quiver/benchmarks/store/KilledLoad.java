package dev.quiver.benchmarks.store;

import dev.quiver.store.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A process that adds all records, says so and waits to be killed. */
public final class KilledLoad {
  static final String DONE = "every record is acknowledged";

  private KilledLoad() {}

  /** Folder, durability, then what {@link Settings} parses. */
  public static void main(String[] arguments) throws IOException {
    Settings settings = Settings.parse(Arrays.copyOfRange(arguments, 2, arguments.length));
    Durability durability =
        arguments[1].equals("interval") ? Form.INTERVAL : Durability.everyWrite();
    Dataset data = Dataset.of(settings);
    var store = new Quiver(Path.of(arguments[0]), Form.PLAIN.with(durability));
    data.batches().forEach(store::add);
    System.out.println(DONE);
    int ended = System.in.read();
    throw new IllegalStateException("the load must be killed, but its parent ended: " + ended);
  }
}

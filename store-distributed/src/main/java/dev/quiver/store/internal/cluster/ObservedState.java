package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.log.ReplicatedState;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.replica.ShardReplicaState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A replica's state, watched: how long applying takes, and when its content was exchanged. */
final class ObservedState implements ReplicatedState {
  private static final Logger LOG = LoggerFactory.getLogger(ObservedState.class);

  private final ShardReplicaState state;
  private final NodeId node;
  private final String what;
  private final Meters meters;
  private boolean wasOpen;

  ObservedState(ShardReplicaState state, NodeId node, String what, Meters meters) {
    this.state = state;
    this.node = node;
    this.what = what;
    this.meters = meters;
  }

  /** What is watched. */
  ShardReplicaState observed() {
    return state;
  }

  @Override
  public void open(Path directory) throws IOException {
    Position before = state.applied();
    state.open(directory);
    if (wasOpen) {
      LOG.info(
          "{} was opened anew, by a peer's snapshot or after a failure: it was at {}, now at {}",
          what,
          before,
          state.applied());
    }
    wasOpen = true;
  }

  @Override
  public void verifySent(Path directory) throws IOException {
    state.verifySent(directory);
  }

  @Override
  public void whenDamaged(Consumer<IOException> listener) {
    state.whenDamaged(listener);
  }

  @Override
  public Position applied() {
    return state.applied();
  }

  @Override
  public void apply(Position at, ByteBuffer command) throws IOException {
    long started = System.nanoTime();
    state.apply(at, command);
    meters.applied(node, System.nanoTime() - started);
  }

  @Override
  public Position commit() throws IOException {
    return state.commit();
  }

  @Override
  public HeldFiles hold() throws IOException {
    return state.hold();
  }

  @Override
  public void pause() throws IOException {
    state.pause();
  }

  @Override
  public void close() throws IOException {
    state.close();
  }
}

package dev.quiver.store.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.StoredRecord;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PayloadCodecTest {
  @Test
  void aRecordThatIsNotTheOneWritten() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    for (int i = 0; i < 5_000; i++) {
      StoredRecord record = samples.record();
      byte[] payload = PayloadCodec.encode(record);
      StoredRecord back = PayloadCodec.decode(ByteBuffer.wrap(payload), record.vector());
      assertThat(back).as("seed %d", seed).isEqualTo(record);
      assertThat(PayloadCodec.encode(back)).as("seed %d", seed).isEqualTo(payload);
    }
  }
}

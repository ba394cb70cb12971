package dev.quiver.store.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.model.Hit;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Kept answers come back as they were, or not at all. */
class AnswerCodecTest {
  private static final byte[] QUESTION = {1, 2, 3};
  private static final int ROUNDS = 2_000;

  private static Answer random(Samples samples) {
    return new Answer(
        Stream.generate(() -> new Hit(0.75, samples.record())).limit(3).toList(), 1_700_000);
  }

  @Test
  void anAnswerThatComesBackChanged() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    for (int i = 0; i < ROUNDS; i++) {
      Answer answer = random(samples);
      byte[] bytes = AnswerCodec.encode(QUESTION, answer);
      Answer back = AnswerCodec.decode(QUESTION, bytes);
      assertThat(AnswerCodec.encode(QUESTION, back)).as("seed %d", seed).isEqualTo(bytes);
      assertThat(back.hits().getFirst().record().key())
          .isEqualTo(answer.hits().getFirst().record().key());
    }
  }

  @Test
  void damageThatGoesUnnoticed() {
    long seed = Seed.next();
    var samples = new Samples(seed);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = AnswerCodec.encode(QUESTION, random(samples));
      byte[] damaged = samples.damage(bytes);
      if (!Arrays.equals(bytes, damaged)) {
        assertThatThrownBy(() -> AnswerCodec.decode(QUESTION, damaged))
            .as("seed %d", seed)
            .isInstanceOf(UnreadableFormatException.class);
      }
    }
  }

  @Test
  void anAnswerToAnotherQuestion() {
    byte[] bytes = AnswerCodec.encode(QUESTION, random(new Samples(Seed.next())));
    assertThatThrownBy(() -> AnswerCodec.decode(new byte[] {1, 2, 4}, bytes))
        .isInstanceOf(UnreadableFormatException.class)
        .hasMessageContaining("another question");
  }
}

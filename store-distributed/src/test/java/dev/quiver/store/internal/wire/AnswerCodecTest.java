package dev.quiver.store.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.model.Hit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kept answers come back as they were, or not at all. */
class AnswerCodecTest {
  private static final byte[] QUESTION = {1, 2, 3};
  private static final int ROUNDS = 2_000;

  private static Answer random(Samples samples) {
    return new Answer(
        List.of(
            new Hit(0.75, samples.record()),
            Hit.byVector(0.7, samples.record()),
            new Hit(0.5, samples.record(), null, 0.1),
            new Hit(0.4, samples.record(), 0.0, Math.nextDown(1.0))),
        1_700_000);
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
      for (int hit = 0; hit < answer.hits().size(); hit++) {
        Hit before = answer.hits().get(hit);
        Hit after = back.hits().get(hit);
        assertThat(after.record().key()).isEqualTo(before.record().key());
        assertThat(after.similarity()).isEqualTo(before.similarity());
        assertThat(after.wordScore()).isEqualTo(before.wordScore());
      }
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

package dev.quiver.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StableHashTest {
  /** XXH3_64bits, seed 0, of xxHash's own sanity check, one for each way it treats a length. */
  @ParameterizedTest
  @CsvSource({
    "0, 2D06800538D394C2",
    "1, C44BDFF4074EECDB",
    "2, 7A9978044CB8A8BB",
    "3, 54247382A8D6B94D",
    "4, E5DC74BC51848A51",
    "6, 27B56A84CD2D7325",
    "8, 24CCC9ACAA9F65E4",
    "9, 14D5001C15DD3F2B",
    "12, A713DAF0DFBB77E7",
    "16, 981B17D36C7498C9",
    "17, 796F5ACD3A60F862",
    "24, A3FE70BF9D3510EB",
    "48, 397DA259ECBA1F11",
    "64, 9CB48487720EC49D",
    "80, BCDEFBBB2C47C90A",
    "128, FCFF24126754D861",
    "129, 98F1B0A679A2CA29",
    "195, CD94217EE362EC3A",
    "240, 81C3C2B67F568CCF",
    "241, C5A639ECD2030E5E",
    "403, CDEB804D65C6DEA4",
    "512, 617E49599013CB6B",
    "2048, DD59E2C3A5F038E0",
    "4160, 4F323B15321E94E1"
  })
  void isXxh3AsPublished(int length, String hash) {
    assertThat(StableHash.of(sanityBuffer(length))).isEqualTo(Long.parseUnsignedLong(hash, 16));
  }

  @Test
  void textIsHashedAsUtf8() {
    assertThat(StableHash.of("a")).isEqualTo(0xE6C632B61E964E1FL);
    assertThat(StableHash.of("abc")).isEqualTo(0x78AF5F94892F3950L);
    assertThat(StableHash.of("\u00e9")).isEqualTo(StableHash.of(bytes(0xC3, 0xA9)));
    assertThat(StableHash.of("\u4e2d")).isEqualTo(StableHash.of(bytes(0xE4, 0xB8, 0xAD)));
    assertThat(StableHash.of("\ud83e\udeb6"))
        .isEqualTo(StableHash.of(bytes(0xF0, 0x9F, 0xAA, 0xB6)));
  }

  /** Our own values, which stored records depend on. */
  @ParameterizedTest
  @CsvSource({
    "document-42, 38d47fb0be5eb39f",
    "Grüße, b40c17e2196d97d8",
    "文档, cace8b93ac5ab84b",
    "🪶, e1453ae30a98217f"
  })
  void hashesOfKnownKeysNeverChange(String key, String hash) {
    assertThat(StableHash.of(key)).isEqualTo(Long.parseUnsignedLong(hash, 16));
  }

  @Test
  void anUnpairedSurrogateCountsAsAQuestionMark() {
    assertThat(StableHash.of("a\ud83e")).isEqualTo(StableHash.of("a?"));
  }

  private static byte[] sanityBuffer(int length) {
    var buffer = new byte[length];
    long generator = 2654435761L;
    for (int i = 0; i < length; i++) {
      buffer[i] = (byte) (generator >>> 56);
      generator *= 0x9E3779B185EBCA8DL;
    }
    return buffer;
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}

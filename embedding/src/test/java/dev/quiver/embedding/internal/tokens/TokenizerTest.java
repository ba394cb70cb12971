package dev.quiver.embedding.internal.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is handed to native code, and which native code that is. */
class TokenizerTest {
  @ParameterizedTest
  @CsvSource({
    "linux, amd64, linux-x86_64",
    "linux, aarch64, linux-aarch64",
    "mac os x, aarch64, osx-aarch64",
    "windows 11, amd64, win-x86_64"
  })
  void theNativeCodeIsThatOfThePlatform(String os, String architecture, String folder) {
    assertThat(NativeLibrary.platform(os, architecture)).isEqualTo(folder);
  }

  @Test
  void windowsNeedsThreeMoreFiles() {
    assertThat(NativeLibrary.files("windows 11")).hasSize(4);
    assertThat(NativeLibrary.files("linux")).hasSize(1);
  }

  @Test
  void onlyBrokenTextIsMended() {
    String whole = "a\ud83d\ude00b";

    assertThat(Tokenizer.wellFormed(whole)).isSameAs(whole);
    assertThat(Tokenizer.wellFormed("\ud83d")).isEqualTo("\ufffd");
    assertThat(Tokenizer.wellFormed("\ude00\ud83d")).isEqualTo("\ufffd\ufffd");
    assertThat(Tokenizer.wellFormed("\ud83d\ud83d\ude00")).isEqualTo("\ufffd\ud83d\ude00");
  }
}

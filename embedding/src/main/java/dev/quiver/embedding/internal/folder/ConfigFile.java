package dev.quiver.embedding.internal.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file of a model's folder, or a part of one. Whatever is not of the expected kind is
 * refused with the file's name.
 */
final class ConfigFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final JsonNode node;

  private ConfigFile(Path path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** The file, or nothing where there is none. */
  static Optional<ConfigFile> read(Path path) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(Files.readString(path));
      return Optional.of(new ConfigFile(path, node));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(path + " must be JSON, but: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " could not be read", e);
    }
  }

  /** The elements of an array. */
  Iterable<ConfigFile> elements() {
    if (!node.isArray()) {
      throw refusal("must hold an array, but holds " + node.getNodeType());
    }
    return () -> node.valueStream().map(element -> new ConfigFile(path, element)).iterator();
  }

  /** An object of the object. */
  Optional<ConfigFile> object(String key) {
    JsonNode value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw wrong(key, "an object", value);
    }
    return Optional.of(new ConfigFile(path, value));
  }

  @Nullable String text(String key) {
    JsonNode value = value(key);
    if (value != null && !value.isTextual()) {
      throw wrong(key, "a text", value);
    }
    return value == null ? null : value.textValue();
  }

  boolean holds(String key) {
    return value(key) != null;
  }

  /** False where it is not there. */
  boolean flag(String key) {
    JsonNode value = value(key);
    if (value != null && !value.isBoolean()) {
      throw wrong(key, "true or false", value);
    }
    return value != null && value.booleanValue();
  }

  /** Also numbers that no long holds: some say "no limit" that way. */
  @Nullable Double number(String key) {
    JsonNode value = value(key);
    if (value != null && !value.isNumber()) {
      throw wrong(key, "a number", value);
    }
    return value == null ? null : value.doubleValue();
  }

  Iterable<String> keys() {
    if (!node.isObject()) {
      throw refusal("must hold an object, but holds " + node.getNodeType());
    }
    return node::fieldNames;
  }

  private @Nullable JsonNode value(String key) {
    if (!node.isObject()) {
      throw refusal("must hold an object, but holds " + node.getNodeType());
    }
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value;
  }

  IllegalArgumentException wrong(String key, String rule, Object value) {
    return refusal(key + " must be " + rule + ", but was " + value);
  }

  private IllegalArgumentException refusal(String message) {
    return new IllegalArgumentException(path + ": " + message);
  }
}

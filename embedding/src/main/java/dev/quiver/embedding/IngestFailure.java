package dev.quiver.embedding;

/**
 * A document that could not be ingested.
 *
 * @param source of the document; "(unknown)" where it failed before it could be told
 * @param reason why, in a line
 */
public record IngestFailure(String source, String reason) {}

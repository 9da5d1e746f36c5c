package io.perennial.vaultapi.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A JSON object that a client sent, read member by member: it may hold a secret, so that what is
 * said of its faults names the member and never quotes it. Unknown members are newer clients'; null
 * is as absent.
 */
final class SentBody {

  private static final int DEEPEST = 20;

  private final JsonNode object;

  private SentBody(JsonNode object) {
    this.object = object;
  }

  /**
   * @param most bytes
   */
  static SentBody read(HttpServletRequest request, int most) throws IOException {
    byte[] sent = request.getInputStream().readNBytes(most + 1);
    if (sent.length > most) {
      throw VaultProblem.badParameter("The body is longer than %d bytes.".formatted(most));
    }
    JsonNode read;
    try {
      read = reader(most).readTree(sent);
    } catch (JacksonException malformed) {
      throw malformed();
    }
    if (!read.isObject()) {
      throw malformed();
    }
    return new SentBody(read);
  }

  private static JsonMapper reader(int most) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(most)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  private static VaultProblem malformed() {
    return VaultProblem.badParameter(
        "The body is not a JSON object. Send one, in UTF-8, as application/json.");
  }

  Optional<String> text(String name) {
    return member(name).map(found -> text(name, found));
  }

  Optional<Boolean> flag(String name) {
    return member(name)
        .map(found -> {
          if (!found.isBoolean()) {
            throw VaultProblem.badParameter(name + " is true or false.");
          }
          return found.booleanValue();
        });
  }

  Optional<Long> number(String name) {
    return member(name)
        .map(found -> {
          if (!found.isIntegralNumber() || !found.canConvertToLong()) {
            throw VaultProblem.badParameter(name + " is a whole number.");
          }
          return found.longValue();
        });
  }

  /** Absent: an empty one. */
  SentBody object(String name) {
    return new SentBody(
        member(name)
            .map(found -> object(name, found))
            .orElseGet(JsonNodeFactory.instance::objectNode));
  }

  Optional<Map<String, String>> texts(String name) {
    return member(name)
        .map(found -> {
          Map<String, String> texts = new LinkedHashMap<>();
          object(name, found)
              .properties()
              .forEach(entry -> texts.put(entry.getKey(), text(name, entry.getValue())));
          return texts;
        });
  }

  private Optional<JsonNode> member(String name) {
    return Optional.ofNullable(object.get(name)).filter(found -> !found.isNull());
  }

  private static JsonNode object(String name, JsonNode found) {
    if (!found.isObject()) {
      throw VaultProblem.badParameter(name + " is an object.");
    }
    return found;
  }

  private static String text(String name, JsonNode found) {
    if (!found.isString()) {
      throw VaultProblem.badParameter(name + " is a string, or an object of strings.");
    }
    return found.stringValue();
  }
}

package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads what a client sent once its caller may do what it wants. What is not known is passed over,
 * because newer clients send more; nothing is taken for what it is not.
 */
@Component
class JsonBody {

  /** Holds the longest secret with each byte escaped, and a key with its chain in base64. */
  private static final int MOST_BYTES = 512 * 1024;

  /** Holds the longest backup. */
  static final int MOST_BYTES_OF_BACKUP = 48 * 1024 * 1024;

  private static final int DEEPEST = 20;

  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(MOST_BYTES_OF_BACKUP)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  List.of(
                          CoercionInputShape.Integer,
                          CoercionInputShape.Float,
                          CoercionInputShape.Boolean)
                      .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
          .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
          .build();

  <T> T read(Call call, Class<T> type) {
    return read(call, type, MOST_BYTES);
  }

  <T> T read(Call call, Class<T> type, int most) {
    byte[] sent;
    try {
      sent = call.request().getInputStream().readNBytes(most + 1);
    } catch (IOException gone) {
      throw VaultProblem.badParameter("The body did not arrive. Send the request again.");
    }
    try {
      if (sent.length > most) {
        throw VaultProblem.badParameter(
            "The body is larger than %d KiB; send less.".formatted(most / 1024));
      }
      T read = sent.length == 0 ? null : json.readValue(sent, type);
      if (read != null) {
        return read;
      }
    } catch (DatabindException misshapen) {
      throw shape(misshapen);
    } catch (JacksonException unreadable) {
      // What it says may hold part of a key.
      throw shape("");
    } finally {
      Arrays.fill(sent, (byte) 0);
    }
    throw shape("");
  }

  /** Says where, by the names alone. */
  private static VaultProblem shape(DatabindException misshapen) {
    return shape(
        misshapen.getPath().stream()
            .map(JacksonException.Reference::getPropertyName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining(".")));
  }

  private static VaultProblem shape(String at) {
    return VaultProblem.badParameter(
        "The body is no JSON object of the form that this operation takes%s. See the reference of"
                .formatted(at.isEmpty() ? "" : ": look at " + at)
            + " the Key Vault data plane.");
  }
}

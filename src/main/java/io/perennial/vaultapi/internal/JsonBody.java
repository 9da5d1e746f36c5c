package io.perennial.vaultapi.internal;

import java.io.IOException;
import java.util.Arrays;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what a client sent once its caller may do what it wants. What is not known is passed over,
 * because newer clients send more.
 */
@Component
class JsonBody {

  /** A key with its chain, in base64, is far below. */
  private static final int MOST_BYTES = 512 * 1024;

  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  <T> T read(Call call, Class<T> type) {
    byte[] sent;
    try {
      sent = call.request().getInputStream().readNBytes(MOST_BYTES + 1);
    } catch (IOException gone) {
      throw VaultProblem.badParameter("The body did not arrive. Send the request again.");
    }
    try {
      if (sent.length > MOST_BYTES) {
        throw VaultProblem.badParameter(
            "The body is larger than %d KiB; send less.".formatted(MOST_BYTES / 1024));
      }
      T read = sent.length == 0 ? null : json.readValue(sent, type);
      if (read != null) {
        return read;
      }
    } catch (JacksonException unreadable) {
      // What it says may hold part of a key.
      throw shape();
    } finally {
      Arrays.fill(sent, (byte) 0);
    }
    throw shape();
  }

  private static VaultProblem shape() {
    return VaultProblem.badParameter(
        "The body is no JSON object of the form that this operation takes. See the reference of the"
            + " Key Vault data plane.");
  }
}

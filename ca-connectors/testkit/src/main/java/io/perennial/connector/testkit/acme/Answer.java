package io.perennial.connector.testkit.acme;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jose4j.json.JsonUtil;

/**
 * An HTTP answer before it is sent.
 *
 * @param headers by name, without regard to case
 */
public record Answer(
    int status, Map<String, List<String>> headers, byte[] body, Delivery delivery) {

  public Answer {
    Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    headers = sorted;
  }

  public static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0], new Delivery.Whole());
  }

  public static Answer json(int status, Map<String, ?> body) {
    return empty(status).withBody("application/json", JsonUtil.toJson(body));
  }

  /** A problem document (RFC 8555, section 6.7); the type is given without its URN prefix. */
  public static Answer problem(int status, String type, String detail) {
    String body =
        JsonUtil.toJson(
            Map.of(
                "type", "urn:ietf:params:acme:error:" + type, "detail", detail, "status", status));
    return empty(status).withBody("application/problem+json", body);
  }

  public Answer withBody(String contentType, String text) {
    return withBody(contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  public Answer withBody(String contentType, byte[] bytes) {
    return new Answer(status, headers, bytes, delivery).withHeader("Content-Type", contentType);
  }

  /** Replaces every value of the header. */
  public Answer withHeader(String name, String value) {
    Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    changed.put(name, List.of(value));
    return new Answer(status, changed, body, delivery);
  }

  public Answer withoutHeader(String name) {
    Map<String, List<String>> changed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    changed.putAll(headers);
    changed.remove(name);
    return new Answer(status, changed, body, delivery);
  }

  public Answer delivered(Delivery manner) {
    return new Answer(status, headers, body, manner);
  }
}

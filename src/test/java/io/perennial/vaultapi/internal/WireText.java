package io.perennial.vaultapi.internal;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request and its answer as text in which everything that differs from run to run has a name:
 * equal ids have equal names within one text.
 */
final class WireText {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final Set<String> TIMES =
      Set.of("nbf", "exp", "created", "updated", "deletedDate", "scheduledPurgeDate");
  private static final Set<String> BYTES = Set.of("cer", "csr", "x5t", "n", "x", "y");
  private static final Pattern LONG = Pattern.compile("[0-9A-Za-z+/_=-]{60,}");
  private static final Pattern SHOWN =
      Pattern.compile(
          "content-type|location|www-authenticate|cache-control|retry-after|strict-transport-security|x-content-type-options|x-ms-.*");
  private static final Pattern ID = Pattern.compile("(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])");
  private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern TOKEN = Pattern.compile("(skiptoken=)[0-9A-Za-z_.%=-]+");
  private static final Pattern PORT = Pattern.compile("(localhost):[0-9]+");

  private WireText() {}

  static String of(String method, String path, String body, VaultClient.Answer answer) {
    StringBuilder text = new StringBuilder(method).append(' ').append(path).append('\n');
    if (!body.isEmpty()) {
      text.append("content-type: application/json\n\n").append(json(body)).append('\n');
    }
    text.append("\nHTTP ").append(answer.status()).append('\n');
    answer
        .headers()
        .lines()
        .filter(line -> line.contains(":"))
        .map(line -> line.split(":", 2))
        .filter(header -> SHOWN.matcher(header[0].toLowerCase(Locale.ROOT)).matches())
        .map(header -> header[0].toLowerCase(Locale.ROOT) + ":" + header[1].stripTrailing())
        .sorted()
        .forEach(line -> text.append(line).append('\n'));
    if (!answer.body().isEmpty()) {
      text.append('\n').append(json(answer.body())).append('\n');
    }
    return named(text.toString());
  }

  private static String json(String body) {
    try {
      JsonNode tree = JSON.readTree(body);
      normalise(tree);
      return JSON.writeValueAsString(tree).lines().collect(Collectors.joining("\n"));
    } catch (tools.jackson.core.JacksonException asItIs) {
      return body;
    }
  }

  private static void normalise(JsonNode node) {
    switch (node) {
      case ObjectNode object ->
          object
              .propertyStream()
              .toList()
              .forEach(field -> {
                String name = field.getKey();
                JsonNode value = field.getValue();
                if (TIMES.contains(name) && value.isNumber()) {
                  object.put(name, "{time}");
                } else if (value.isString()) {
                  object.put(name, shown(name, value.stringValue()));
                } else {
                  normalise(value);
                }
              });
      case ArrayNode array -> array.forEach(WireText::normalise);
      default -> {
        // Numbers and words are what they are.
      }
    }
  }

  private static String shown(String name, String value) {
    if (value.startsWith("-----BEGIN ")) {
      return "{pem}";
    }
    return BYTES.contains(name) || LONG.matcher(value).matches() ? "{bytes}" : value;
  }

  private static String named(String text) {
    String plain = PORT.matcher(text).replaceAll("$1");
    plain = TOKEN.matcher(plain).replaceAll("$1{token}");
    return number(GUID, "guid", number(ID, "id", plain));
  }

  private static String number(Pattern pattern, String word, String text) {
    Map<String, String> names = new LinkedHashMap<>();
    Matcher found = pattern.matcher(text);
    return found.replaceAll(match ->
        names.computeIfAbsent(match.group(), id -> "{" + word + "-" + (names.size() + 1) + "}"));
  }
}

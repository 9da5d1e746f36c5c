package io.perennial.managementapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The served document, as a client that trusts it reads it. */
final class ApiDocument {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ADDRESS = "https://perennial.test/openapi.json";

  private final JsonNode document;
  private final SchemaRegistry schemas;

  ApiDocument(byte[] served) {
    this.document = JSON.readTree(served);
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder.schemas(
                    Map.of(ADDRESS, new String(served, java.nio.charset.StandardCharsets.UTF_8))));
  }

  static ApiDocument ofTheProduct() throws java.io.IOException {
    try (InputStream in = ApiDocument.class.getResourceAsStream("/openapi.json")) {
      return new ApiDocument(in.readAllBytes());
    }
  }

  JsonNode root() {
    return document;
  }

  /** Each operation by method and path, such as {@code GET /api/v1/overview}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    document
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation ->
                    operations.put(
                        operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                        operation.getValue())));
    return operations;
  }

  /** Follows a reference inside the document, if it is one. */
  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  /** The operation that a request was for. */
  String operation(String method, String path) {
    String asked = path.replaceFirst("\\?.*", "");
    return operations().keySet().stream()
        .filter(known -> known.startsWith(method + " "))
        .filter(known ->
            asked.matches(
                known
                    .substring(method.length() + 1)
                    .replace("{name}", "[0-9a-z-]+")
                    .replaceAll("\\{[a-z]+}", "[0-9A-Za-z_-]{32,}")))
        .findFirst()
        .orElseThrow(() -> new AssertionError(method + " " + path + " is not in the document"));
  }

  /** Fails unless the answer is one that the document tells of, in status, type and content. */
  void check(String method, String path, int status, String type, byte[] body) {
    String operation = operation(method, path);
    JsonNode response = operations().get(operation).at("/responses/" + status);
    assertThat(response.isMissingNode())
        .as("%s answers %s, which is not in the document", operation, status)
        .isFalse();
    JsonNode content = resolve(response).path("content");
    if (content.isMissingNode()) {
      assertThat(body).as("%s %s has no content", operation, status).isEmpty();
      return;
    }
    String media = type.replaceFirst(";.*", "");
    assertThat(content.has(media)).as("%s %s is %s", operation, status, media).isTrue();
    if (media.endsWith("json") && !operation.endsWith("/openapi.json")) {
      JsonNode schema = content.at("/" + media.replace("/", "~1") + "/schema");
      assertThat(errors(schema.get("$ref").asString(), body))
          .as(
              "%s %s: %s",
              operation, status, new String(body, java.nio.charset.StandardCharsets.UTF_8))
          .isEmpty();
    }
  }

  private List<String> errors(String reference, byte[] body) {
    Schema schema = schemas.getSchema(SchemaLocation.of(ADDRESS + reference));
    return schema.validate(JSON.readTree(body)).stream()
        .map(Error::toString)
        .collect(Collectors.toList());
  }
}

package io.perennial.managementapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.testing.RunningServer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The document says what the routes do, and nothing else. */
class ApiDocumentIT {

  @TempDir static Path folder;
  private static RunningServer server;
  private static ApiDocument document;
  private static Map<String, HandlerMethod> routes;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.in(folder).start().awaitReady();
    ApiClient client = ApiClient.of(server, "documented", "reader").with("");
    ApiClient.Answer served = client.get("/api/v1/openapi.json");
    assertThat(served.status()).isEqualTo(200);
    document = new ApiDocument(served.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    routes = mapped();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, HandlerMethod> mapped() {
    Map<String, HandlerMethod> mapped = new TreeMap<>();
    server
        .bean(RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .forEach((info, handler) -> {
          for (String pattern : info.getPatternValues()) {
            if (pattern.startsWith("/api/v1")) {
              info.getMethodsCondition()
                  .getMethods()
                  .forEach(method -> mapped.put(method + " " + pattern, handler));
            }
          }
        });
    return mapped;
  }

  @Test
  void everyRouteIsInTheDocumentAndEveryOperationIsARoute() {
    assertThat(document.operations().keySet()).isEqualTo(routes.keySet());
    assertThat(routes).hasSizeGreaterThan(30);
    assertThat(document.root().get("openapi").asString()).startsWith("3.1.");
  }

  @Test
  void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
    Set<String> referred = new HashSet<>();
    document.root().findValues("$ref").forEach(reference -> referred.add(reference.asString()));
    assertThat(referred)
        .allSatisfy(pointer ->
            assertThat(document.root().at(pointer.substring(1)).isMissingNode())
                .as(pointer)
                .isFalse());
    document
        .root()
        .at("/components/schemas")
        .propertyNames()
        .forEach(name -> assertThat(referred).contains("#/components/schemas/" + name));
  }

  @TestFactory
  Stream<DynamicTest> saysWhatEachRouteTakesAndGives() {
    return routes.entrySet().stream()
        .map(route ->
            DynamicTest.dynamicTest(
                route.getKey(),
                () -> {
                  JsonNode operation = document.operations().get(route.getKey());
                  parameters(operation, route.getValue());
                  request(operation, route.getValue());
                  response(operation, route.getValue());
                  problems(operation, route.getKey(), route.getValue());
                }));
  }

  private static void parameters(JsonNode operation, HandlerMethod handler) {
    Set<String> told = new TreeSet<>();
    operation
        .path("parameters")
        .forEach(parameter -> {
          JsonNode resolved = document.resolve(parameter);
          told.add(resolved.get("in").asString() + " " + resolved.get("name").asString());
        });
    Set<String> taken = new TreeSet<>();
    for (MethodParameter parameter : handler.getMethodParameters()) {
      if (parameter.hasParameterAnnotation(RequestParam.class)) {
        taken.add("query " + parameter.getParameter().getName());
      }
      if (parameter.hasParameterAnnotation(PathVariable.class)) {
        taken.add("path " + parameter.getParameter().getName());
      }
      RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
      if (header != null) {
        taken.add("header " + header.name());
      }
    }
    assertThat(told).isEqualTo(taken);
  }

  private static void request(JsonNode operation, HandlerMethod handler) {
    Optional<Class<?>> body =
        Arrays.stream(handler.getMethodParameters())
            .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
            .<Class<?>>map(MethodParameter::getParameterType)
            .findFirst();
    JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
    assertThat(schema.isMissingNode()).isEqualTo(body.isEmpty());
    body.ifPresent(type -> schema(schema, type));
  }

  private static void response(JsonNode operation, HandlerMethod handler) {
    List<JsonNode> successes = new ArrayList<>();
    operation
        .get("responses")
        .properties()
        .forEach(response -> {
          if (response.getKey().startsWith("2")) {
            successes.add(response.getValue());
          }
        });
    assertThat(successes).hasSize(1);
    Type given = handler.getMethod().getGenericReturnType();
    if (given instanceof ParameterizedType wrapped
        && wrapped.getRawType().equals(ResponseEntity.class)) {
      given = wrapped.getActualTypeArguments()[0];
    }
    JsonNode content = successes.getFirst().path("content");
    if (given.equals(void.class)) {
      assertThat(content.isMissingNode()).isTrue();
    } else if (given instanceof ParameterizedType list) {
      assertThat(list.getRawType()).isEqualTo(Listing.class);
      Class<?> item = (Class<?>) list.getActualTypeArguments()[0];
      JsonNode schema = content.at("/application~1json/schema");
      assertThat(schema.get("$ref").asString()).endsWith("/" + item.getSimpleName() + "Listing");
      JsonNode listing = document.resolve(schema);
      assertThat(names(listing)).containsExactlyInAnyOrder("items", "next");
      schema(listing.at("/properties/items/items"), item);
    } else if (((Class<?>) given).isRecord()) {
      schema(content.at("/application~1json/schema"), (Class<?>) given);
    } else {
      assertThat(content.size()).isEqualTo(1);
    }
  }

  /** A schema is named for its record and has the record's fields, down to the last. */
  private static void schema(JsonNode reference, Class<?> type) {
    assertThat(reference.path("$ref").asString("")).endsWith("/" + type.getSimpleName());
    JsonNode schema = document.resolve(reference);
    assertThat(names(schema))
        .as(type.getSimpleName())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList());
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode property = schema.get("properties").get(component.getName());
      Type kind = component.getGenericType();
      boolean optional = component.getType().equals(Optional.class);
      if (type.getSimpleName().endsWith("View")) {
        assertThat(required(schema).contains(component.getName()))
            .as("%s.%s", type.getSimpleName(), component.getName())
            .isEqualTo(!optional);
      }
      if (kind instanceof ParameterizedType wrapped && !component.getType().equals(Map.class)) {
        if (!optional) {
          assertThat(property.get("type").asString()).isEqualTo("array");
          property = property.get("items");
        }
        kind = wrapped.getActualTypeArguments()[0];
      }
      if (kind instanceof Class<?> nested && nested.isRecord()) {
        schema(property, nested);
      } else {
        assertThat(property.get("type").asString()).isEqualTo(jsonType(kind));
      }
    }
  }

  private static String jsonType(Type type) {
    if (type instanceof ParameterizedType) {
      return "object";
    }
    return switch (((Class<?>) type).getSimpleName()) {
      case "int", "Integer", "long" -> "integer";
      case "boolean", "Boolean" -> "boolean";
      case "String", "Instant" -> "string";
      default -> throw new AssertionError("no rule for " + type);
    };
  }

  private static List<String> names(JsonNode schema) {
    return List.copyOf(schema.get("properties").propertyNames());
  }

  private static Set<String> required(JsonNode schema) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asString()));
    return required;
  }

  private static void problems(JsonNode operation, String name, HandlerMethod handler) {
    Set<String> told = new HashSet<>(operation.get("responses").propertyNames());
    List<String> expected = new ArrayList<>();
    if (!name.endsWith("/openapi.json")) {
      expected.add("401");
    }
    if (name.contains("{id}") || name.contains("{name}")) {
      expected.addAll(List.of("400", "403", "404"));
    }
    for (MethodParameter parameter : handler.getMethodParameters()) {
      if (parameter.hasParameterAnnotation(RequestBody.class)) {
        expected.addAll(List.of("400", "403", "413", "415"));
      }
      RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
      if (header != null && !header.name().equals("Prefer")) {
        expected.addAll(
            header.name().equals("If-Match") ? List.of("412", "428") : List.of("409", "422"));
      }
      if (parameter.hasParameterAnnotation(RequestParam.class)) {
        expected.addAll(List.of("400", "403"));
      }
    }
    assertThat(told).as(name).containsAll(expected);
    told.stream()
        .filter(status -> status.startsWith("4"))
        .forEach(status ->
            assertThat(
                    document
                        .resolve(operation.get("responses").get(status))
                        .at("/content/application~1problem+json/schema/$ref")
                        .asString())
                .endsWith("/Problem"));
  }
}

package io.perennial.operations.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration reference, from what the compiler wrote down of the settings' records. */
final class ConfigurationPage {

  private static final Pattern CODE = Pattern.compile("\\{@code ([^}]*)}");

  private static final Map<String, String> TYPES =
      Map.of(
          "java.nio.file.Path", "path",
          "io.perennial.pullapi.internal.PullPortProperties$Tls", "`native` or `jdk`",
          "java.lang.String", "text",
          "java.lang.Integer", "number",
          "java.lang.Boolean", "true or false",
          "java.net.URI", "address",
          "java.time.Duration", "duration, such as `30s`, `5m` or `1d`",
          "java.util.List<java.lang.String>", "list, parted by commas");

  private ConfigurationPage() {}

  static String generate() throws IOException {
    Map<String, Object> shipped = shipped();
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            Every setting of the server. Give one as `--name=value` after `deploy/run --`, in an
            `application.yaml` in the folder that the server is started in, or as an environment variable in
            capitals with `_` for dots and without dashes: `perennial.plain-port` is `PERENNIAL_PLAINPORT`.
            A name that is not here stops the start, unless it comes from the environment. This page is
            generated from the code.

            | setting | what | kind | default |
            | --- | --- | --- | --- |
            """);
    settings()
        .forEach((name, property) ->
            page.append(
                "| `%s` | %s | %s | %s |%n"
                    .formatted(
                        name,
                        description(property),
                        type(property.path("type").asString()),
                        standard(name, property, shipped))));
    page.append(
        """

        A PostgreSQL database takes the place of the embedded one with `spring.profiles.active=postgresql`,
        `spring.datasource.url`, `spring.datasource.username` and `spring.datasource.password`.
        """);
    return page.toString();
  }

  private static Map<String, JsonNode> settings() throws IOException {
    Map<String, JsonNode> found = new TreeMap<>();
    ClassLoader loader = ConfigurationPage.class.getClassLoader();
    for (URL file :
        Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
      try (InputStream in = file.openStream()) {
        for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
          String name = property.path("name").asString();
          if (name.startsWith("perennial.")) {
            found.merge(name, property, ConfigurationPage::described);
          }
        }
      }
    }
    return found;
  }

  /** Of two modules that read the same setting, the one that says more. */
  private static JsonNode described(JsonNode one, JsonNode other) {
    return description(one).length() >= description(other).length() ? one : other;
  }

  private static String description(JsonNode property) {
    String text = property.path("description").asString("");
    return CODE.matcher(text).replaceAll("`$1`").replaceAll("\\s+", " ").replace("|", "\\|");
  }

  private static String type(String type) {
    return Objects.requireNonNull(TYPES.get(type), () -> "no words for the type " + type);
  }

  private static String standard(String name, JsonNode property, Map<String, Object> shipped) {
    Object value = shipped.get(name);
    if (value == null && property.has("defaultValue")) {
      value = property.path("defaultValue").asString();
    }
    if (value == null || "0".equals(value) && !shipped.containsKey(name)) {
      return "";
    }
    String text = value.toString().replaceAll("^\\[|]$", "").replaceAll("\\$\\{([^}]*)}", "($1)");
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  private static Map<String, Object> shipped() {
    YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new ClassPathResource("application.yaml"));
    Map<String, Object> values = new LinkedHashMap<>();
    Objects.requireNonNull(yaml.getObject())
        .forEach((name, value) -> values.put(name.toString(), value));
    return values;
  }
}

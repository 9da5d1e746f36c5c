package io.perennial.operations.internal;

import io.perennial.kernel.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stops the start for a setting that nothing reads: somebody believes in it. What can be set is
 * read from the metadata that the compiler leaves beside the settings' records.
 *
 * <p>Environment variables are not checked. Orchestrators and scripts put their own among them,
 * such as {@code PERENNIAL_SERVICE_HOST} for a service of that name.
 */
class KnownSettings implements EnvironmentPostProcessor, Ordered {

  private static final String METADATA = "META-INF/spring-configuration-metadata.json";
  private static final String OURS = "perennial.";
  private static final Pattern INDEX = Pattern.compile("\\[[^]]*]");

  /** Beginnings of what the libraries read; a bare word such as {@code --port} has none. */
  private static final Set<String> PREFIXES =
      Set.of("perennial", "spring", "server", "logging", "db-scheduler", "management");

  private static final Set<String> WORDS = Set.of("debug", "trace");

  @Override
  public int getOrder() {
    // After the files are read.
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    Set<String> known = names();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> listed
          && !source
              .getName()
              .contains(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME)) {
        check(listed, known);
      }
    }
  }

  private static void check(EnumerablePropertySource<?> source, Set<String> known) {
    boolean typed = source instanceof CommandLinePropertySource<?>;
    for (String name : source.getPropertyNames()) {
      String plain = canonical(name);
      boolean ours = plain.startsWith(OURS);
      boolean strange =
          typed && !ours && !WORDS.contains(plain) && !PREFIXES.contains(first(plain));
      if (strange || (ours && !known.contains(plain))) {
        throw new UnknownSetting(name, source.getName(), meant(plain, ours, known));
      }
    }
  }

  private static Optional<String> meant(String name, boolean ours, Set<String> known) {
    return Nearest.of(ours ? name : OURS + name.substring(name.lastIndexOf('.') + 1), known)
        .or(() -> Nearest.of(name, known));
  }

  /** As the metadata writes it: lower case with dashes, without the places in a list. */
  private static String canonical(String name) {
    return INDEX
        .matcher(name)
        .replaceAll("")
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replace('_', '-')
        .toLowerCase(Locale.ROOT);
  }

  private static String first(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  /** All of ours, in order. */
  static Set<String> names() {
    Set<String> names = new TreeSet<>();
    try {
      ClassLoader loader = KnownSettings.class.getClassLoader();
      for (URL file : Collections.list(loader.getResources(METADATA))) {
        try (InputStream in = file.openStream()) {
          for (JsonNode property : JsonMapper.shared().readTree(in).path("properties")) {
            String name = property.path("name").asString();
            if (name.startsWith(OURS)) {
              names.add(name);
            }
          }
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The list of settings cannot be read", unreadable);
    }
    if (names.isEmpty()) {
      throw new IllegalStateException("The jar lacks its list of settings; build it again.");
    }
    return names;
  }
}

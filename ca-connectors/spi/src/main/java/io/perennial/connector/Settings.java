package io.perennial.connector;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Values for a {@link SettingsSchema}, checked against it. */
public final class Settings {

  private static final int MAX_VALUE = 64 * 1024;

  private final SettingsSchema schema;
  private final Map<String, String> values;

  /**
   * Checks values against the schema; blank ones count as absent.
   *
   * @throws CaMisconfigured naming the first setting that is wrong and what to enter instead
   */
  public static Settings of(SettingsSchema schema, Map<String, String> values)
      throws CaMisconfigured {
    for (String name : values.keySet()) {
      if (schema.find(name).isEmpty()) {
        throw new CaMisconfigured(name, "There is no setting '" + name + "'; remove it.");
      }
    }
    Map<String, String> checked = new TreeMap<>();
    for (Setting setting : schema.settings()) {
      String value = values.getOrDefault(setting.name(), "").strip();
      if (value.isEmpty()) {
        value = setting.fallback().orElse("");
      }
      if (!value.isEmpty()) {
        check(setting, value);
        checked.put(setting.name(), value);
      } else if (setting.required()) {
        throw new CaMisconfigured(
            setting.name(), setting.label() + " is missing. " + setting.help());
      }
    }
    return new Settings(schema, checked);
  }

  private Settings(SettingsSchema schema, Map<String, String> values) {
    this.schema = schema;
    this.values = values;
  }

  private static void check(Setting setting, String value) throws CaMisconfigured {
    boolean fits =
        value.length() <= MAX_VALUE
            && switch (setting.kind()) {
              case TEXT -> value.chars().noneMatch(Character::isISOControl);
              case URL -> absoluteUrl(value);
              case TERMS -> terms(value);
              case NUMBER -> value.matches("[1-9][0-9]{0,8}");
              case DURATION -> duration(value).isPresent();
              case CHOICE -> setting.choices().contains(value);
              case CERTIFICATES -> certificates(value).isPresent();
              case SECRET -> true;
            };
    if (!fits) {
      throw new CaMisconfigured(
          setting.name(), setting.label() + " cannot be used. " + setting.help());
    }
  }

  private static boolean absoluteUrl(String value) {
    try {
      URI uri = URI.create(value);
      return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
    } catch (IllegalArgumentException notAnUrl) {
      return false;
    }
  }

  /** The address is compared, not fetched; CAs have named http and data URLs. */
  private static boolean terms(String value) {
    try {
      String scheme = URI.create(value).getScheme();
      return scheme != null && Set.of("https", "http", "data").contains(scheme);
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  private static Optional<Duration> duration(String value) {
    try {
      Duration parsed = Duration.parse(value);
      return parsed.isPositive() ? Optional.of(parsed) : Optional.empty();
    } catch (DateTimeParseException notADuration) {
      return Optional.empty();
    }
  }

  private static Optional<List<X509Certificate>> certificates(String value) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> found =
          factory
              .generateCertificates(
                  new ByteArrayInputStream(value.getBytes(StandardCharsets.US_ASCII)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      return found.isEmpty() ? Optional.empty() : Optional.of(found);
    } catch (CertificateException notPem) {
      return Optional.empty();
    }
  }

  /** The value, where one was entered or the setting has a fallback. */
  public Optional<String> find(String name) {
    if (schema.find(name).isEmpty()) {
      throw new IllegalArgumentException("no such setting: " + name);
    }
    return Optional.ofNullable(values.get(name));
  }

  /** The value of a required setting, or of one with a fallback. */
  public String text(String name) {
    return find(name).orElseThrow();
  }

  public URI url(String name) {
    return URI.create(text(name));
  }

  public Duration duration(String name, Duration otherwise) {
    return find(name).map(Duration::parse).orElse(otherwise);
  }

  public int number(String name, int otherwise) {
    return find(name).map(Integer::parseInt).orElse(otherwise);
  }

  public List<X509Certificate> certificatesOf(String name) {
    return find(name).flatMap(Settings::certificates).orElse(List.of());
  }

  /** Names only: values may be secret. */
  @Override
  public String toString() {
    return "Settings" + values.keySet();
  }
}

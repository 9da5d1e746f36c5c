package io.perennial.certificate.internal;

import io.perennial.connector.KeyType;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How a policy is written down. */
final class PolicyJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PolicyJson() {}

  private record Form(
      List<String> identifiers,
      KeyType keyType,
      @Nullable String validity,
      @Nullable String profile,
      @Nullable Integer lifetimePercentage,
      @Nullable Integer daysBeforeExpiry) {}

  static String write(CertificatePolicy policy) {
    Integer percentage = null;
    Integer days = null;
    switch (policy.lifetimeAction()) {
      case LifetimeAction.Percentage(int percent) -> percentage = percent;
      case LifetimeAction.DaysBeforeExpiry(int before) -> days = before;
    }
    return JSON.writeValueAsString(
        new Form(
            policy.identifiers().stream().map(identifier -> identifier.value()).toList(),
            policy.keyType(),
            policy.validity().map(Duration::toString).orElse(null),
            policy.profile().orElse(null),
            percentage,
            days));
  }

  static CertificatePolicy read(String text) {
    Form form = JSON.readValue(text, Form.class);
    LifetimeAction action = CertificatePolicy.TWO_THIRDS;
    if (form.lifetimePercentage() != null) {
      action = new LifetimeAction.Percentage(form.lifetimePercentage());
    } else if (form.daysBeforeExpiry() != null) {
      action = new LifetimeAction.DaysBeforeExpiry(form.daysBeforeExpiry());
    }
    return new CertificatePolicy(
        form.identifiers().stream().map(Identifiers::parse).toList(),
        form.keyType(),
        Optional.ofNullable(form.validity()).map(Duration::parse),
        Optional.ofNullable(form.profile()),
        action);
  }

  static String writeTags(Map<String, String> tags) {
    return JSON.writeValueAsString(tags);
  }

  static Map<String, String> readTags(String text) {
    return JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
  }
}

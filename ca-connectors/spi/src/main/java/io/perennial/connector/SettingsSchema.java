package io.perennial.connector;

import java.util.List;
import java.util.Optional;

/** All settings of a kind of CA, in the order in which a form asks for them. */
public record SettingsSchema(List<Setting> settings) {

  public SettingsSchema {
    settings = List.copyOf(settings);
    if (settings.stream().map(Setting::name).distinct().count() != settings.size()) {
      throw new IllegalArgumentException("two settings share a name");
    }
  }

  public static SettingsSchema of(Setting... settings) {
    return new SettingsSchema(List.of(settings));
  }

  public Optional<Setting> find(String name) {
    return settings.stream().filter(setting -> setting.name().equals(name)).findFirst();
  }
}

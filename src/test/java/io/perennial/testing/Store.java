package io.perennial.testing;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerStarter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The product without its listeners and with its engine at rest: everything that writes rows, and
 * nobody who does so unasked.
 */
public final class Store implements AutoCloseable {

  private final ConfigurableApplicationContext context;

  private Store(ConfigurableApplicationContext context) {
    this.context = context;
  }

  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  public TransactionTemplate transaction() {
    return bean(TransactionTemplate.class);
  }

  @Override
  public void close() {
    context.close();
  }

  /** How the store is opened. */
  public static final class Builder {

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<Class<?>> sources = new ArrayList<>(List.of(Sources.class));

    private Builder(Path folder) {
      property("perennial.data", folder.resolve("data").toString());
      property("perennial.kek-folder", folder.resolve("kek").toString());
    }

    public Builder property(String name, String value) {
      properties.put(name, value);
      return this;
    }

    public Builder on(Database database) {
      properties.putAll(database.properties());
      return this;
    }

    /** Adds a configuration class of the test, such as one with a primary clock. */
    public Builder with(Class<?> configuration) {
      sources.add(configuration);
      return this;
    }

    public Store open() {
      String[] arguments =
          properties.entrySet().stream()
              .map(property -> "--" + property.getKey() + "=" + property.getValue())
              .toArray(String[]::new);
      return new Store(
          new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
              .web(WebApplicationType.NONE)
              .registerShutdownHook(false)
              .run(arguments));
    }
  }

  /** Handed over by name and never scanned for, so that whole servers do not find it. */
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = "io.perennial",
      excludeFilters =
          @ComponentScan.Filter(
              type = FilterType.REGEX,
              pattern =
                  "io\\.perennial\\.(Perennial|web\\..*|identity\\.internal\\.IdentitySecurity|pullapi\\..*|dashboard\\..*"
                      + "|operations\\..*|managementapi\\..*|vaultapi\\..*|architecture\\..*|testing\\..*)"))
  static class Sources {

    /** Tasks are stored as ever, but nobody runs them. */
    @Bean
    DbSchedulerStarter atRest() {
      return () -> {};
    }
  }
}

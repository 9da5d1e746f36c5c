package io.perennial.dashboard.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Counts the statements that a request prepares, by its path; those of the engine are not its. */
@Configuration(proxyBeanMethods = false)
class CountedStatements {

  private static final Map<String, AtomicInteger> COUNTS = new ConcurrentHashMap<>();

  static void reset() {
    COUNTS.clear();
  }

  static int of(String path) {
    return COUNTS.getOrDefault(path, new AtomicInteger()).get();
  }

  @Bean
  static BeanPostProcessor counting() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? new Counting(source) : bean;
      }
    };
  }

  private static final class Counting extends DelegatingDataSource {

    private Counting(DataSource target) {
      super(target);
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      return (Connection)
          Proxy.newProxyInstance(
              Counting.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("prepareStatement")) {
                  count();
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException failed) {
                  throw failed.getCause();
                }
              });
    }

    private static void count() {
      if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request) {
        COUNTS
            .computeIfAbsent(request.getRequest().getRequestURI(), path -> new AtomicInteger())
            .incrementAndGet();
      }
    }
  }
}

package io.perennial.audit.internal;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The way to the chain for denials, over connections of their own. A denial is committed while the
 * transaction that it will end still holds a connection; were both from one pool, as many denied
 * requests at once as that pool has connections would wait for each other and stop the server.
 */
@Repository
class DenialRepository implements AutoCloseable {

  private static final int CONNECTIONS = 2;

  private final HikariDataSource connections;
  private final AuditRepository entries;
  private final TransactionTemplate transaction;

  DenialRepository(DataSourceProperties properties) {
    this.connections =
        properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
    connections.setPoolName("denials");
    connections.setMaximumPoolSize(CONNECTIONS);
    connections.setMinimumIdle(0);
    this.entries =
        new AuditRepository(JdbcClient.create(connections), new JdbcTemplate(connections));
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(connections));
    this.transaction.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
  }

  AuditRepository entries() {
    return entries;
  }

  TransactionTemplate transaction() {
    return transaction;
  }

  @Override
  public void close() {
    connections.close();
  }
}

package io.perennial.architecture.offending.certificate;

import java.sql.Connection;
import java.sql.SQLException;

/** SQL outside a repository. */
final class ServiceWithJdbc {

  void commit(Connection connection) throws SQLException {
    connection.commit();
  }
}

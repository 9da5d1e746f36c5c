package io.perennial.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads how many readings of private keys went to each commit: those of one commit have the same
 * time.
 */
final class AuditGroups {

  private AuditGroups() {}

  /** Takes: JDBC address, file for the sizes in the order they were committed. */
  public static void main(String[] arguments) throws Exception {
    List<String> sizes = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(arguments[0]);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select count(*) from audit_entry where action = 'key.read'
                group by at order by min(sequence)
                """)) {
      while (rows.next()) {
        sizes.add(rows.getString(1));
      }
    }
    Files.write(Path.of(arguments[1]), sizes);
  }
}

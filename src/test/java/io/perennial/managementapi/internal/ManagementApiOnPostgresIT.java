package io.perennial.managementapi.internal;

import io.perennial.testing.Database;

class ManagementApiOnPostgresIT extends ManagementApiContract {

  ManagementApiOnPostgresIT() {
    super(Database.POSTGRESQL);
  }
}

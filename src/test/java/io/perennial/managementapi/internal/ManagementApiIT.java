package io.perennial.managementapi.internal;

import io.perennial.testing.Database;

class ManagementApiIT extends ManagementApiContract {

  ManagementApiIT() {
    super(Database.H2);
  }
}

package io.perennial.durability;

import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.testing.Store;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Commits numbered rows to the product's store until it is killed, and says which it was told. */
final class Writer {

  static final String ACKNOWLEDGED = "acknowledged ";

  private Writer() {}

  /**
   * @param arguments the folder, the round, and any property of the store as {@code name=value}
   */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Store.Builder builder = Store.in(Path.of(arguments[0]));
    for (int i = 2; i < arguments.length; i++) {
      String[] property = arguments[i].split("=", 2);
      builder.property(property[0], property[1]);
    }
    Store store = builder.open();
    Principals principals = store.bean(Principals.class);
    Audit audit = store.bean(Audit.class);
    for (int number = 1; ; number++) {
      String name = arguments[1] + "-" + number;
      store
          .transaction()
          .executeWithoutResult(status -> {
            principals.register(Principal.Kind.USER, name);
            audit.record(new AuditEvent("writer", "write", name, ""));
          });
      out.println(ACKNOWLEDGED + number);
    }
  }
}

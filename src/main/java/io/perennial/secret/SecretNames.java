package io.perennial.secret;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import java.util.Collection;
import java.util.List;

/** Lets one object of a vault take a name that secrets share with certificates. */
public interface SecretNames {

  /**
   * Keeps names of the vault from being taken by anybody else until the running transaction ends.
   * Ask for it before a certificate is created.
   *
   * @throws io.perennial.kernel.Refusal conflict when a secret has the name, or had it and can be
   *     recovered
   */
  void claim(VaultId vault, ObjectName name);

  /** Whether a deleted secret holds the name. */
  boolean recoverable(VaultId vault, ObjectName name);

  /**
   * In the order of the database's lists, which is not Java's where the database sorts as people of
   * some country do. Who makes one list of two follows it, or parts of the list lose names.
   *
   * @param names a hundred at most
   */
  List<String> inOrder(Collection<String> names);
}

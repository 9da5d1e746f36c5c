package io.perennial.operations.internal;

import io.perennial.connector.Identifier;
import io.perennial.pki.Identifiers;
import io.perennial.vault.VaultHosts;
import io.perennial.web.WebProperties;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Under which names this server is called, by people, programs and servers. */
@Component
record OwnNames(WebProperties web, VaultHosts vaults) {

  static final String LOOPBACK = "127.0.0.1";

  /** What its own certificate names; sorted. */
  List<Identifier> certified() {
    return Stream.of(LOOPBACK, "localhost", web.hostname(), vaults.wildcard())
        .map(Identifiers::parse)
        .distinct()
        .sorted(Comparator.comparing(Identifier::value))
        .toList();
  }
}

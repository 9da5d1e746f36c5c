package io.perennial.automation;

import io.perennial.access.ApiToken;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Listed;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VaultId;
import io.perennial.vault.Vaults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Says in names where tokens hold. */
@Component
public class TokenScopes {

  private static final Pattern VAULT =
      Pattern.compile("/vaults/([0-9a-f]{32})/(?:certificates/([0-9a-f]{32})/)?");

  private static final Principal NAMING = Principal.system("token scopes");

  private final Vaults vaults;
  private final CertificateQueries certificates;

  TokenScopes(Vaults vaults, CertificateQueries certificates) {
    this.vaults = vaults;
    this.certificates = certificates;
  }

  /** Where each of some tokens holds, in one read. Whoever sees a token may see this. */
  public Map<Scope, Place> places(List<ApiToken> tokens) {
    List<Matcher> paths =
        tokens.stream().map(token -> VAULT.matcher(token.scope().path())).toList();
    List<CertificateId> named =
        paths.stream()
            .filter(path -> path.matches() && path.group(2) != null)
            .map(path -> new CertificateId(path.group(2)))
            .toList();
    Map<CertificateId, Listed> known = named.isEmpty() ? Map.of() : certificates.all(NAMING, named);
    Map<Scope, Place> places = new HashMap<>();
    for (ApiToken token : tokens) {
      places.computeIfAbsent(token.scope(), scope -> place(scope, known));
    }
    return places;
  }

  private Place place(Scope scope, Map<CertificateId, Listed> known) {
    Matcher path = VAULT.matcher(scope.path());
    if (!path.matches()) {
      return new Place(Optional.empty(), Optional.empty());
    }
    Optional<String> vault =
        vaults
            .find(new VaultId(path.group(1)))
            .map(found -> found.name().value())
            .or(() -> Optional.of(path.group(1)));
    Optional<String> certificate =
        Optional.ofNullable(path.group(2))
            .map(CertificateId::new)
            .map(id ->
                Optional.ofNullable(known.get(id))
                    .map(listed -> listed.certificate().name().value())
                    .orElse(id.value()));
    return new Place(vault, certificate);
  }

  /**
   * Where a token holds.
   *
   * @param vault empty: everywhere
   * @param certificate empty: for all of the vault
   */
  public record Place(Optional<String> vault, Optional<String> certificate) {

    /** For people. */
    public String words() {
      return certificate
          .map(name -> "certificate " + name)
          .or(() -> vault.map(name -> "vault " + name))
          .orElse("everything");
    }
  }
}

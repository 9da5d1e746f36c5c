package io.perennial.automation;

import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Listed;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VaultId;
import io.perennial.vault.Vaults;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Says in names where tokens and roles hold. */
@Component
public class TokenScopes {

  private static final Pattern VAULT =
      Pattern.compile(
          "/vaults/([0-9a-f]{32})/(?:certificates/([0-9a-f]{32})/|secrets/([0-9a-z-]{1,127})/)?");

  private static final Principal NAMING = Principal.system("token scopes");

  private final Vaults vaults;
  private final CertificateQueries certificates;

  TokenScopes(Vaults vaults, CertificateQueries certificates) {
    this.vaults = vaults;
    this.certificates = certificates;
  }

  /** What each of some scopes is called, in one read. Whoever sees a role may see this. */
  public Map<Scope, Place> places(Collection<Scope> scopes) {
    List<CertificateId> named =
        scopes.stream()
            .map(scope -> VAULT.matcher(scope.path()))
            .filter(path -> path.matches() && path.group(2) != null)
            .map(path -> new CertificateId(path.group(2)))
            .distinct()
            .toList();
    Map<CertificateId, Listed> known = named.isEmpty() ? Map.of() : certificates.all(NAMING, named);
    Map<Scope, Place> places = new HashMap<>();
    for (Scope scope : scopes) {
      places.computeIfAbsent(scope, unknown -> place(unknown, known));
    }
    return places;
  }

  private Place place(Scope scope, Map<CertificateId, Listed> known) {
    Matcher path = VAULT.matcher(scope.path());
    if (!path.matches()) {
      return new Place(Optional.empty(), Optional.empty(), Optional.empty());
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
    return new Place(vault, certificate, Optional.ofNullable(path.group(3)));
  }

  /**
   * Where a token or a role holds.
   *
   * @param vault empty: everywhere
   * @param certificate empty: for all of the vault, if it is not for a secret
   * @param secret empty: not for a secret alone
   */
  public record Place(
      Optional<String> vault, Optional<String> certificate, Optional<String> secret) {

    /** With the vault of an object. */
    public String full() {
      return certificate.isPresent() || secret.isPresent()
          ? words() + vault.map(name -> " in vault " + name).orElse("")
          : words();
    }

    /** For people. */
    public String words() {
      return certificate
          .map(name -> "certificate " + name)
          .or(() -> secret.map(name -> "secret " + name))
          .or(() -> vault.map(name -> "vault " + name))
          .orElse("everything");
    }
  }
}

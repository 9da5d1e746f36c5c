package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.Expected;
import io.perennial.kernel.ObjectName;
import io.perennial.managementapi.internal.Once.Made;
import io.perennial.retention.VaultDeletions;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultHosts;
import io.perennial.vault.Vaults;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Vaults by their names, which their hosts have. */
@RestController
@RequestMapping("/api/v1/vaults")
class VaultsApi {

  private final Vaults vaults;
  private final VaultHosts hosts;
  private final VaultDeletions deletions;
  private final Cursors cursors;
  private final Once once;

  VaultsApi(Vaults vaults, VaultHosts hosts, VaultDeletions deletions, Cursors cursors, Once once) {
    this.vaults = vaults;
    this.hosts = hosts;
    this.deletions = deletions;
    this.cursors = cursors;
    this.once = once;
  }

  @GetMapping
  Listing<VaultView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> vaults.page(actor, slice),
        page -> page.stream().map(this::view).toList());
  }

  private VaultView view(Vault vault) {
    return VaultView.of(vault, hosts.name(vault));
  }

  @PostMapping
  ResponseEntity<VaultView> create(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody VaultBody body) {
    return once.create(
        actor,
        key,
        body,
        VaultView.class,
        () -> {
          Vault made = vaults.create(actor, body.wish());
          return new Made<>(
              "/api/v1/vaults/" + made.name().value(),
              Optional.of(Preconditions.tag(made.revision())),
              view(made));
        });
  }

  @GetMapping("/{name}")
  ResponseEntity<VaultView> get(
      @AuthenticationPrincipal Principal actor, @PathVariable String name) {
    return answer(vaults.get(actor, new ObjectName(name)));
  }

  private ResponseEntity<VaultView> answer(Vault vault) {
    return ResponseEntity.ok().eTag(Preconditions.tag(vault.revision())).body(view(vault));
  }

  @PatchMapping("/{name}")
  ResponseEntity<VaultView> configure(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String name,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      @RequestBody VaultSettingsBody body) {
    return answer(
        vaults.configure(
            actor, new ObjectName(name), body.wish(), Preconditions.expected(ifMatch)));
  }

  @DeleteMapping("/{name}")
  DeletedVaultView delete(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String name,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
    Expected expected = Preconditions.expected(ifMatch);
    return DeletedVaultView.of(
        deletions.delete(actor, vaults.get(actor, new ObjectName(name)), expected));
  }
}

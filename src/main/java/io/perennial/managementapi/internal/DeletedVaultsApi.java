package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.retention.VaultDeletions;
import io.perennial.vault.DeletedVault;
import io.perennial.vault.DeletedVaults;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultHosts;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Vaults between their deletion and the day on which they go for good. */
@RestController
@RequestMapping("/api/v1/deleted-vaults")
class DeletedVaultsApi {

  private final DeletedVaults deleted;
  private final VaultDeletions deletions;
  private final VaultHosts hosts;
  private final Cursors cursors;

  DeletedVaultsApi(
      DeletedVaults deleted, VaultDeletions deletions, VaultHosts hosts, Cursors cursors) {
    this.deleted = deleted;
    this.deletions = deletions;
    this.hosts = hosts;
    this.cursors = cursors;
  }

  @GetMapping
  Listing<DeletedVaultView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> deleted.page(actor, slice),
        page -> page.stream().map(DeletedVaultView::of).toList());
  }

  @GetMapping("/{name}")
  DeletedVaultView get(@AuthenticationPrincipal Principal actor, @PathVariable String name) {
    return DeletedVaultView.of(find(actor, name));
  }

  private DeletedVault find(Principal actor, String name) {
    return deleted
        .find(actor, new ObjectName(name))
        .orElseThrow(() -> Refusal.notFound("There is no deleted vault of that name."));
  }

  @PostMapping("/{name}/recover")
  ResponseEntity<VaultView> recover(
      @AuthenticationPrincipal Principal actor, @PathVariable String name) {
    Vault vault = deletions.recover(actor, find(actor, name));
    return ResponseEntity.ok()
        .eTag(Preconditions.tag(vault.revision()))
        .body(VaultView.of(vault, hosts.name(vault)));
  }

  /** Nothing can be changed about what is deleted, so there is nothing to have read before. */
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void purge(@AuthenticationPrincipal Principal actor, @PathVariable String name) {
    deletions.purge(actor, find(actor, name));
  }
}

package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.DeletedCertificates;
import io.perennial.certificate.DeletedCertificates.Deleted;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.retention.Deletions;
import io.perennial.vaultapi.internal.CertificateWire.Bundle;
import io.perennial.vaultapi.internal.CertificateWire.Item;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Certificates that are deleted, and those on their way there and back. */
@RestController
@RequestMapping(VaultRequest.PREFIX)
class DeletedCertificateRoutes {

  private static final String COLLECTION = "deletedcertificates";

  private final Operations operations;
  private final Rights rights;
  private final DeletedCertificates deleted;
  private final Deletions deletions;
  private final Parts parts;
  private final VaultViews views;

  DeletedCertificateRoutes(
      Operations operations,
      Rights rights,
      DeletedCertificates deleted,
      Deletions deletions,
      Parts parts,
      VaultViews views) {
    this.operations = operations;
    this.rights = rights;
    this.deleted = deleted;
    this.deletions = deletions;
    this.parts = parts;
    this.views = views;
  }

  @DeleteMapping("/certificates/{name}")
  Bundle delete(Call call, @PathVariable String name) {
    Certificate certificate = operations.changeable(call, DataAction.CERTIFICATES_DELETE, name);
    Bundle was = views.bundle(call, certificate);
    Deleted gone = deletions.delete(call.caller(), certificate);
    operations.record(call, "CertificateDelete", certificate.scope(), name);
    return was.deleted(recovery(call, gone), at(gone), purge(gone));
  }

  @GetMapping("/" + COLLECTION)
  Wire.Part<Item> list(Call call) {
    rights.require(call, DataAction.CERTIFICATES_READ, call.scope(), COLLECTION);
    return parts.list(
        call,
        slice -> deleted.page(Stored.FINDING, call.vault().id(), slice),
        (Deleted gone) ->
            views
                .item(call, gone.certificate(), gone.listed().current(), "")
                .deleted(recovery(call, gone), at(gone), purge(gone)));
  }

  @GetMapping("/" + COLLECTION + "/{name}")
  Bundle get(Call call, @PathVariable String name) {
    Deleted gone = require(call, DataAction.CERTIFICATES_READ, name);
    return views
        .bundleWithoutPending(call, gone.certificate(), gone.listed().current())
        .deleted(recovery(call, gone), at(gone), purge(gone));
  }

  @PostMapping("/" + COLLECTION + "/{name}/recover")
  Bundle recover(Call call, @PathVariable String name) {
    Deleted gone = require(call, DataAction.CERTIFICATES_RECOVER, name);
    Certificate back = deletions.recover(call.caller(), gone);
    operations.record(call, "CertificateRecover", back.scope(), name);
    return views.bundle(call, back);
  }

  @DeleteMapping("/" + COLLECTION + "/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void purge(Call call, @PathVariable String name) {
    Deleted gone = require(call, DataAction.CERTIFICATES_PURGE, name);
    deletions.purge(call.caller(), gone);
    operations.record(call, "CertificatePurge", gone.certificate().scope(), name);
  }

  private Deleted require(Call call, DataAction action, String name) {
    Optional<Deleted> found = find(call, name);
    Scope scope = found.map(gone -> gone.certificate().scope()).orElse(call.scope());
    rights.require(call, action, scope, COLLECTION + "/" + name);
    return found.orElseThrow(() -> VaultProblem.notFound("Certificate", name));
  }

  private Optional<Deleted> find(Call call, String name) {
    try {
      return deleted.find(Stored.FINDING, call.vault().id(), new ObjectName(name));
    } catch (Refusal noName) {
      throw VaultProblem.badParameter(noName.sentence());
    }
  }

  private static String recovery(Call call, Deleted gone) {
    return Views.address(call.base(), COLLECTION, gone.certificate(), "");
  }

  private static long at(Deleted gone) {
    return gone.at().getEpochSecond();
  }

  private static long purge(Deleted gone) {
    return gone.purge().getEpochSecond();
  }
}

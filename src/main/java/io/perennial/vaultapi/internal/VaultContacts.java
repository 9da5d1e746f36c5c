package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.vault.Contact;
import io.perennial.vault.Contacts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whom a vault's people want told of its certificates. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/certificates/contacts")
class VaultContacts {

  private final Contacts contacts;
  private final Rights rights;
  private final JsonBody body;

  VaultContacts(Contacts contacts, Rights rights, JsonBody body) {
    this.contacts = contacts;
    this.rights = rights;
    this.body = body;
  }

  @GetMapping
  IssuerWire.Contacts get(Call call) {
    require(call);
    return known(call);
  }

  @PutMapping
  IssuerWire.Contacts set(Call call) {
    require(call);
    List<Sent> sent = Optional.ofNullable(body.read(call, Body.class).contacts()).orElse(List.of());
    List<Contact> wanted =
        sent.stream()
            .map(one ->
                new Contact(
                    Optional.ofNullable(one.email()).orElse(""),
                    Optional.ofNullable(one.name()),
                    Optional.ofNullable(one.phone())))
            .toList();
    contacts.set(call.caller(), call.vault().id(), wanted);
    return view(call, wanted);
  }

  @DeleteMapping
  IssuerWire.Contacts delete(Call call) {
    require(call);
    IssuerWire.Contacts known = known(call);
    contacts.delete(call.caller(), call.vault().id());
    return known;
  }

  private void require(Call call) {
    rights.require(
        call, DataAction.CERTIFICATECONTACTS_WRITE, call.scope(), "certificates/contacts");
  }

  private IssuerWire.Contacts known(Call call) {
    List<Contact> known = contacts.of(call.caller(), call.vault().id());
    if (known.isEmpty()) {
      throw new VaultProblem(
          HttpStatus.NOT_FOUND,
          "ContactsNotFound",
          Optional.empty(),
          "No contacts were found in this key vault. Set some first.");
    }
    return view(call, known);
  }

  private static IssuerWire.Contacts view(Call call, List<Contact> all) {
    return new IssuerWire.Contacts(
        call.base() + "/certificates/contacts",
        all.stream()
            .map(one -> new IssuerWire.Contact(one.email(), one.name(), one.phone()))
            .toList());
  }

  /** What clients send. */
  record Body(@Nullable List<Sent> contacts) {}

  record Sent(@Nullable String email, @Nullable String name, @Nullable String phone) {}
}

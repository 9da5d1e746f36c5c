package io.perennial.vaultapi.internal;

import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whatever a vault does not offer, said in the form that clients read. */
@RestController
class VaultElse {

  @RequestMapping({VaultRequest.PREFIX, VaultRequest.PREFIX + "/**"})
  void nothing(Call call) {
    if (call.request().getRequestURI().equals(VaultRequest.PREFIX)) {
      throw VaultProblem.badParameter(
          "The path names nothing. It begins with /certificates, /secrets or /keys; names are 1 to"
              + " 127 letters, digits and hyphens.");
    }
    throw new VaultProblem(
        HttpStatus.NOT_FOUND,
        "NotFound",
        Optional.empty(),
        "This vault does not offer %s %s."
            .formatted(
                call.request().getMethod(),
                call.request().getRequestURI().substring(VaultRequest.PREFIX.length())));
  }
}

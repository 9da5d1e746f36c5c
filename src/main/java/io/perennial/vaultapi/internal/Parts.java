package io.perennial.vaultapi.internal;

import io.perennial.envelope.Bookmarks;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Lists in parts of 25 at most; clients follow the address of the next part as it is. */
@Component
class Parts {

  private static final int MOST = 25;
  private static final String SIZE = "maxresults";
  private static final String BOOKMARK = "$skiptoken";

  private final Bookmarks bookmarks;

  Parts(Bookmarks bookmarks) {
    this.bookmarks = bookmarks;
  }

  <S, T> Wire.Part<T> list(Call call, Function<Slice, Page<S>> read, Function<S, T> view) {
    HttpServletRequest request = call.request();
    String list = call.vault().id().value() + request.getRequestURI();
    int size = size(request.getParameter(SIZE));
    Optional<String> after =
        Optional.ofNullable(request.getParameter(BOOKMARK)).map(sent -> open(list, sent));
    Page<T> page = read.apply(new Slice(after, size)).map(view);
    return new Wire.Part<>(
        page.items(),
        page.next()
            .map(place ->
                "%s%s?%s=%s&%s=%s&%s=%d"
                    .formatted(
                        call.base(),
                        request.getRequestURI().substring(VaultRequest.PREFIX.length()),
                        ApiVersions.PARAMETER,
                        request.getParameter(ApiVersions.PARAMETER),
                        BOOKMARK,
                        bookmarks.seal(list, place),
                        SIZE,
                        size)));
  }

  private String open(String list, String sent) {
    try {
      return bookmarks.open(list, sent);
    } catch (Refusal foreign) {
      throw VaultProblem.badParameter(
          "The skip token is none of this list's. Begin again without it.");
    }
  }

  private static int size(@Nullable String sent) {
    if (sent == null) {
      return MOST;
    }
    try {
      int size = Integer.parseInt(sent);
      if (size >= 1 && size <= MOST) {
        return size;
      }
    } catch (NumberFormatException notANumber) {
      throw wrongSize();
    }
    throw wrongSize();
  }

  private static VaultProblem wrongSize() {
    return VaultProblem.badParameter("maxresults is a number from 1 to %d.".formatted(MOST));
  }
}

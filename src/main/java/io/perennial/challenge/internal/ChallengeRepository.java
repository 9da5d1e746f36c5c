package io.perennial.challenge.internal;

import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Standing challenges. */
@Repository
class ChallengeRepository {

  private final JdbcClient jdbc;

  ChallengeRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Standing> of(OrderId order) {
    return jdbc.sql("select id, name, token, content from challenge where order_id = :order")
        .param("order", order.value())
        .query((row, number) ->
            new Standing(
                row.getString("id"),
                row.getString("name"),
                row.getString("token"),
                row.getString("content")))
        .list();
  }

  void insert(OrderId order, Standing challenge, Instant now, Instant expires) {
    jdbc.sql(
            """
            insert into challenge (id, order_id, kind, name, token, content, created_at, expires_at)
            values (:id, :order, 'http-01', :name, :token, :content, :now, :expires)
            """)
        .param("id", challenge.id())
        .param("order", order.value())
        .param("name", challenge.name())
        .param("token", challenge.token())
        .param("content", challenge.content())
        .param("now", DatabaseTime.of(now))
        .param("expires", DatabaseTime.of(expires))
        .update();
  }

  void delete(String id) {
    jdbc.sql("delete from challenge where id = :id").param("id", id).update();
  }

  Optional<String> httpAnswer(String token, Instant now) {
    return jdbc.sql(
            """
            select content from challenge
            where token = :token and kind = 'http-01' and expires_at > :now limit 1
            """)
        .param("token", token)
        .param("now", DatabaseTime.of(now))
        .query(String.class)
        .optional();
  }

  int count() {
    return jdbc.sql("select count(*) from challenge").query(Integer.class).single();
  }

  int deleteExpired(Instant now) {
    return jdbc.sql("delete from challenge where expires_at <= :now")
        .param("now", DatabaseTime.of(now))
        .update();
  }

  record Standing(String id, String name, String token, String content) {

    boolean answers(io.perennial.connector.Instruction.ServeHttpToken wanted) {
      return token.equals(wanted.token()) && content.equals(wanted.keyAuthorization());
    }
  }
}

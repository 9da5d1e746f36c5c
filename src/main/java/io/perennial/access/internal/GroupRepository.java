package io.perennial.access.internal;

import io.perennial.access.Group;
import io.perennial.access.Principal;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Groups, which are principals, and who is in them. */
@Repository
class GroupRepository {

  private final JdbcClient jdbc;

  GroupRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Group> page(String after, int limit) {
    return jdbc.sql(
            """
            select id, name from principal
            where kind = 'GROUP' and name > :after order by name limit :limit
            """)
        .param("after", after)
        .param("limit", limit)
        .query((row, number) ->
            new Group(new PrincipalId(row.getString("id")), new ObjectName(row.getString("name"))))
        .list();
  }

  List<Principal> members(PrincipalId group) {
    return jdbc.sql(
            """
            select p.id, p.kind, p.name from group_member m join principal p on p.id = m.member_id
            where m.group_id = :group order by p.name, p.kind
            """)
        .param("group", group.value())
        .query((row, number) ->
            new Principal(
                new PrincipalId(row.getString("id")),
                Principal.Kind.valueOf(row.getString("kind")),
                row.getString("name")))
        .list();
  }

  /** Keeps others from changing who is in it until the transaction ends. */
  Optional<Group> hold(PrincipalId id) {
    return jdbc.sql("select id, name from principal where id = :id and kind = 'GROUP' for update")
        .param("id", id.value())
        .query((row, number) ->
            new Group(new PrincipalId(row.getString("id")), new ObjectName(row.getString("name"))))
        .optional();
  }

  void add(PrincipalId group, PrincipalId member) {
    jdbc.sql("insert into group_member (group_id, member_id) values (:group, :member)")
        .param("group", group.value())
        .param("member", member.value())
        .update();
  }

  boolean remove(PrincipalId group, PrincipalId member) {
    return jdbc.sql("delete from group_member where group_id = :group and member_id = :member")
            .param("group", group.value())
            .param("member", member.value())
            .update()
        == 1;
  }

  void delete(PrincipalId group) {
    for (String sql :
        List.of(
            "delete from group_member where group_id = :id",
            "delete from role_assignment where principal_id = :id",
            "delete from principal where id = :id")) {
      jdbc.sql(sql).param("id", group.value()).update();
    }
  }
}

package io.perennial.access.internal;

import io.perennial.access.Principal;
import io.perennial.access.Principals.Holder;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Slice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Principals and role assignments. */
@Repository
class AccessRepository {

  private final JdbcClient jdbc;

  AccessRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Principal principal, Instant now) {
    jdbc.sql(
            """
            insert into principal (id, kind, name, created_at)
            values (:id, :kind, :name, :now)
            """)
        .param("id", principal.id().value())
        .param("kind", principal.kind().name())
        .param("name", principal.name())
        .param("now", DatabaseTime.of(now))
        .update();
  }

  Optional<Principal> find(PrincipalId id) {
    return jdbc.sql("select id, kind, name from principal where id = :id")
        .param("id", id.value())
        .query((row, number) ->
            new Principal(
                new PrincipalId(row.getString("id")),
                Principal.Kind.valueOf(row.getString("kind")),
                row.getString("name")))
        .optional();
  }

  Optional<PrincipalId> findId(Principal.Kind kind, String name) {
    return jdbc.sql("select id from principal where kind = :kind and name = :name")
        .param("kind", kind.name())
        .param("name", name)
        .query(String.class)
        .optional()
        .map(PrincipalId::new);
  }

  /** By itself and by its groups, as long as it lasts. */
  List<Held> held(PrincipalId principal, Instant now) {
    return jdbc.sql(
            """
            select role, scope from role_assignment
            where principal_id = :id and (ends_at is null or ends_at > :now)
            union all
            select r.role, r.scope from group_member m
            join role_assignment r on r.principal_id = m.group_id
            where m.member_id = :id and (r.ends_at is null or r.ends_at > :now)
            """)
        .param("id", principal.value())
        .param("now", DatabaseTime.of(now))
        .query((row, number) ->
            new Held(Role.valueOf(row.getString("role")), new Scope(row.getString("scope"))))
        .list();
  }

  /** At a scope or above it; a group's members in its place. */
  List<Holder> holders(List<Role> roles, Scope scope, Instant now) {
    return jdbc.sql(
            """
            select p.id, p.kind, p.name, r.role from role_assignment r
            left join group_member m on m.group_id = r.principal_id
            join principal p on p.id = coalesce(m.member_id, r.principal_id)
            where r.role in (:roles) and :scope like r.scope || '%'
              and (r.ends_at is null or r.ends_at > :now) and p.kind <> 'GROUP'
            order by p.name, p.kind, r.role limit :limit
            """)
        .param("roles", roles.stream().map(Role::name).toList())
        .param("scope", scope.path())
        .param("now", DatabaseTime.of(now))
        .param("limit", Slice.MOST)
        .query((row, number) ->
            new Holder(
                new Principal(
                    new PrincipalId(row.getString("id")),
                    Principal.Kind.valueOf(row.getString("kind")),
                    row.getString("name")),
                Role.valueOf(row.getString("role"))))
        .list();
  }

  boolean anyoneHolds(Role role) {
    return jdbc.sql("select count(*) from role_assignment where role = :role")
            .param("role", role.name())
            .query(Long.class)
            .single()
        > 0;
  }

  void assign(PrincipalId principal, Role role, Scope scope) {
    jdbc.sql(
            """
            insert into role_assignment (principal_id, role, scope)
            values (:id, :role, :scope)
            """)
        .param("id", principal.value())
        .param("role", role.name())
        .param("scope", scope.path())
        .update();
  }

  void unassign(PrincipalId principal, Scope scope) {
    jdbc.sql("delete from role_assignment where principal_id = :id and scope like :below")
        .param("id", principal.value())
        .param("below", scope.path() + "%")
        .update();
  }

  /** An API token holds at one place. */
  void revokeTokens(Scope scope, Instant now) {
    jdbc.sql(
            """
            update credential set revoked_at = :now
            where purpose = 'API' and revoked_at is null and principal_id in
              (select r.principal_id from role_assignment r where r.scope like :below)
            """)
        .param("now", DatabaseTime.of(now))
        .param("below", scope.path() + "%")
        .update();
  }

  void unassign(Scope scope) {
    jdbc.sql("delete from role_assignment where scope like :below")
        .param("below", scope.path() + "%")
        .update();
  }

  void setPassword(PrincipalId principal, String hash, Instant now) {
    jdbc.sql("delete from password where principal_id = :id")
        .param("id", principal.value())
        .update();
    jdbc.sql(
            """
            insert into password (principal_id, hash, changed_at)
            values (:id, :hash, :now)
            """)
        .param("id", principal.value())
        .param("hash", hash)
        .param("now", DatabaseTime.of(now))
        .update();
  }

  Optional<String> findPassword(PrincipalId principal) {
    return jdbc.sql("select hash from password where principal_id = :id")
        .param("id", principal.value())
        .query(String.class)
        .optional();
  }

  record Held(Role role, Scope scope) {}
}

import type { Names } from "./postgres-runs";
import type { PostgresServer } from "../../../simulator/databases/postgres/postgres-server";

export interface PostgresState {
    /** Attributes of the application's role that differ from those of a role that may do nothing. */
    readonly role: readonly string[];
    readonly memberships: number;
    /** Who may act as the application's role. */
    readonly actors: readonly string[];
    readonly databaseOwner: string;
    /** As PostgreSQL writes rights: `role=rights/granter`; C creates, c connects, T makes temporary tables, U uses. */
    readonly databaseRights: readonly string[];
    readonly schemaRights: readonly string[];
    readonly extension: string | undefined;
}

/** What the server holds of a stack, with `ROLE` for the name of the role. */
export async function postgresState(server: PostgresServer, { database, role }: Names): Promise<PostgresState> {
    const general = `
        SELECT array_to_json(ARRAY(SELECT a FROM (VALUES
                ('login', rolcanlogin), ('superuser', rolsuper), ('createdb', rolcreatedb), ('createrole', rolcreaterole),
                ('replication', rolreplication), ('bypassrls', rolbypassrls)) AS attribute (a, is_set) WHERE is_set)) AS role,
            (SELECT count(*)::integer FROM pg_auth_members WHERE member = r.oid) AS memberships,
            array_to_json(ARRAY(SELECT pg_get_userbyid(member) FROM pg_auth_members
                WHERE roleid = r.oid AND (inherit_option OR set_option))) AS actors,
            pg_get_userbyid(d.datdba) AS owner, array_to_json(d.datacl::text[]) AS rights
        FROM pg_roles r, pg_database d WHERE r.rolname = ${literal(role)} AND d.datname = ${literal(database)}`;
    const inside = `
        SELECT array_to_json(nspacl::text[]) AS rights, (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS extension
        FROM pg_namespace WHERE nspname = 'public'`;
    type General = { role: string[]; memberships: number; actors: string[]; owner: string; rights: string[] };
    const [outer] = await server.asSuperuser<General>("postgres", [general]);
    const [inner] = await server.asSuperuser<{ rights: string[]; extension: string | null }>(database, [inside]);
    if (outer === undefined || inner === undefined) throw new Error(`no role ${role} or no database ${database}`);
    const named = (rights: readonly string[]) => rights.map((right) => withoutName(right, role)).sort();
    return {
        role: outer.role,
        memberships: outer.memberships,
        actors: outer.actors,
        databaseOwner: outer.owner,
        databaseRights: named(outer.rights),
        schemaRights: named(inner.rights),
        extension: inner.extension ?? undefined,
    };
}

/** PostgreSQL puts a name with special characters into double quotes. */
function withoutName(right: string, role: string): string {
    return right.replace(`"${role.replaceAll('"', '""')}"=`, "ROLE=").replace(`${role}=`, "ROLE=");
}

function literal(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
}

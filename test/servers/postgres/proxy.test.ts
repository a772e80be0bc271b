import { strict as assert } from "node:assert";
import { X509Certificate } from "node:crypto";
import { writeFileSync } from "node:fs";
import * as path from "node:path";

import { trustedCertificates } from "../../../lambda/shared/certificates";
import { CertificateAuthority } from "../../../simulator/databases/certificates";
import { MASTER } from "../../../simulator/databases/postgres/postgres-server";
import { PostgresFixture, SETTLED } from "./fixture";
import { postgresState } from "./postgres-state";
import { RdsProxy } from "./proxy";

describe("init-postgres through a proxy, and with a master user as Aurora and RDS have it", function () {
    this.timeout(120_000);
    const fixture = PostgresFixture.inDescribe();
    let amazon: CertificateAuthority;
    let proxy: RdsProxy | undefined;

    before(async () => {
        amazon = await CertificateAuthority.create(fixture.folder, "amazon");
    });

    afterEach(async () => {
        await proxy?.stop();
        proxy = undefined;
    });

    async function started(...registered: string[]): Promise<RdsProxy> {
        const certificate = await amazon.issue("proxy");
        const backend = { backendPort: fixture.server.port, backendAuthority: fixture.authority.certificate };
        proxy = await RdsProxy.start({ ...backend, certificate, registered });
        return proxy;
    }

    /** The database's authority and the proxy's in one file, as `trustedCertificates` gives both for a region. */
    function trustingBoth(): { DATABASE_CA_FILE: string } {
        const file = path.join(fixture.folder, "both.pem");
        writeFileSync(file, `${fixture.authority.certificate}\n${amazon.certificate}`);
        return { DATABASE_CA_FILE: file };
    }

    it("prepares and rotates through a proxy with a certificate of another authority", async () => {
        const { runs, names, summary } = fixture.newStack({}, await started(MASTER.username, "rag_api_1", "rag_api_1_clone"));
        const changes = { environment: trustingBoth() };
        assert.deepEqual(await runs.run(changes), { action: "create", ...summary, passwordSet: true });
        assert.deepEqual(await runs.run(changes), { action: "create", ...summary, passwordSet: false });
        assert.deepEqual(await postgresState(fixture.server, names), SETTLED);
        await runs.rotate(changes);
        assert.deepEqual(await fixture.asApplication(names.database, runs.secrets.application(), ["CREATE TABLE one ()"]), ["done"]);
    });

    it("does not believe the proxy when only the database's authority is trusted", async () => {
        const { runs } = fixture.newStack({}, await started(MASTER.username));
        assert.match(await runs.failure({}), /and 1 attempt\. Last seen: TLS \(unable to verify the first certificate\)/);
    });

    it("trusts Amazon's public authorities, which sign RDS Proxy, beside those of RDS in the region", () => {
        const names = trustedCertificates("eu-west-1", undefined).map((pem) => /^CN=(.*)$/m.exec(new X509Certificate(pem).subject)?.[1]);
        for (const number of [1, 2, 3, 4]) assert.ok(names.includes(`Amazon Root CA ${number}`), names.join(", "));
        assert.ok(names.includes("Amazon RDS eu-west-1 Root CA RSA2048 G1"));
    });

    it("says to register the role's secret when the proxy does not know the role", async () => {
        const { runs, names } = fixture.newStack({}, await started(MASTER.username));
        assert.equal(
            await runs.failure({ environment: trustingBoth() }),
            `role ${names.role} cannot log in with the password of its secret, although that was just set (This RDS proxy has no credentials for ` +
                `the role ${names.role}. Check the credentials for this role and try again.). Run pulumi up again. Where the host is an RDS Proxy, ` +
                "register the role's secret with it.",
        );
    });

    it("needs nothing of rds_superuser, and leaves nothing of it to the application", async () => {
        await fixture.server.asSuperuser("postgres", [
            "CREATE ROLE rds_superuser NOLOGIN",
            "GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION",
            `GRANT rds_superuser TO ${MASTER.username}`,
        ]);
        const { runs, names, summary } = fixture.newStack();
        assert.deepEqual(await runs.run(), { action: "create", ...summary, passwordSet: true });
        await runs.rotate();
        assert.deepEqual(await postgresState(fixture.server, names), { ...SETTLED, actors: [`${names.role}_clone`] });
        const denied = "42501";
        const statements = ["GRANT rds_superuser TO CURRENT_USER", "SET ROLE rds_superuser"];
        const login = runs.secrets.application();
        assert.deepEqual(await fixture.asApplication(names.database, login, statements), [denied, denied]);
    });

    it("lets no password out", () => {
        fixture.demandNoPasswordPutOut();
    });
});

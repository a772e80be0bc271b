import { strict as assert } from "node:assert";

import * as fc from "fast-check";
import { MongoClient } from "mongodb";

import { documentDbUri } from "../../../components/data/documentdb-uri";

const cluster = { host: "docs.cluster-c.us-east-1.docdb.amazonaws.com", port: 27017, database: "LibreChat", tlsCaFile: "/tmp/rds-ca.pem" };

describe("documentDbUri", () => {
    it("gives the connection string that LibreChat needs", () => {
        assert.equal(
            documentDbUri({ username: "librechat", password: "abc123", ...cluster }),
            "mongodb://librechat:abc123@docs.cluster-c.us-east-1.docdb.amazonaws.com:27017/LibreChat?tls=true&tlsCAFile=/tmp/rds-ca.pem" +
                "&replicaSet=rs0&readPreference=primary&retryWrites=false&authSource=admin&authMechanism=SCRAM-SHA-1",
        );
    });

    it("is read by the driver as meant, whatever the user, password and path contain", () => {
        const text = fc.string({ minLength: 1, unit: "grapheme" });
        fc.assert(
            fc.property(
                text,
                text,
                fc.constantFrom("/tmp/a b&c=d.pem", "/tmp/100%.pem", "/tmp/ca.pem"),
                (username, password, tlsCaFile) => {
                    const { options } = new MongoClient(documentDbUri({ ...cluster, username, password, tlsCaFile }));
                    assert.equal(options.credentials?.username, username);
                    assert.equal(options.credentials.password, password);
                    assert.equal(options.credentials.source, "admin");
                    assert.equal(options.credentials.mechanism, "SCRAM-SHA-1");
                    assert.equal(options.dbName, "LibreChat");
                    assert.equal(options.replicaSet, "rs0");
                    assert.equal(options.readPreference.mode, "primary");
                    assert.equal(options.retryWrites, false);
                    assert.equal(options.tls, true);
                    assert.equal((options as { tlsCAFile?: string }).tlsCAFile, tlsCaFile);
                },
            ),
        );
    });
});

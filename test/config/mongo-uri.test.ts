import { strict as assert } from "node:assert";
import { isMongoUri, mongoPorts } from "../../config/mongo-uri";

describe("addresses of a MongoDB", () => {
    for (const [uri, ports] of [
        ["mongodb://user:password@host:27018/LibreChat", [27018]],
        ["mongodb://host/LibreChat", [27017]],
        ["mongodb://user:password@a:27018,b,c:27018/LibreChat?replicaSet=rs0", [27017, 27018]],
        ["mongodb://user:password@[2001:db8::1]:10255/LibreChat?ssl=true", [10255]],
        ["mongodb+srv://user:password@cluster.example.com/LibreChat?retryWrites=true", [27017]],
    ] as const) {
        it(`has ports ${ports.join(" and ")}: ${uri}`, () => {
            assert.ok(isMongoUri(uri));
            assert.deepEqual(mongoPorts(uri), ports);
        });
    }

    for (const uri of [
        "mongodb://user:password@host:27017",
        "mongodb://user:pass@word@host/LibreChat",
        "mongodb://host:70000/LibreChat",
        "mongodb://host:0/LibreChat",
        "postgres://host/LibreChat",
        "mongodb://host/Libre Chat",
    ]) {
        it(`are not: ${uri}`, () => {
            assert.equal(isMongoUri(uri), false);
        });
    }
});

import { strict as assert } from "node:assert";

import { changedSecret, newPassword } from "../../../lambda/shared/secret-text";

const CHANGES = { username: "u_clone", password: "p/2", host: "new.example", port: 27_017 };

describe("changedSecret", () => {
    it("changes credentials and address, also in the connection string, and keeps all else and the order", () => {
        const text = JSON.stringify({
            username: "u",
            password: "p",
            host: "h",
            port: "1",
            database: "LibreChat",
            uri: "mongodb://u:p@h:1/LibreChat?tls=true&tlsCAFile=/configuration/ca.pem",
        });
        assert.equal(
            changedSecret("arn", text, CHANGES),
            JSON.stringify({
                username: "u_clone",
                password: "p/2",
                host: "new.example",
                port: "27017",
                database: "LibreChat",
                uri: "mongodb://u_clone:p%2F2@new.example:27017/LibreChat?tls=true&tlsCAFile=/configuration/ca.pem",
            }),
        );
    });

    it("adds nothing that was not there", () => {
        assert.equal(changedSecret("arn", '{"username":"u","password":"p"}', CHANGES), '{"username":"u_clone","password":"p/2"}');
    });

    for (const text of ["hunter2, no JSON", '"hunter2"', "null", '["hunter2"]']) {
        it(`fails without quoting ${text}`, () => {
            const message = "secret arn is no JSON object. Put the first value back.";
            assert.throws(() => changedSecret("arn", text, CHANGES), { message });
        });
    }

    for (const uri of ["hunter2", "mongodb://host/database", 7]) {
        it(`fails without quoting the connection string ${uri}`, () => {
            const message = "secret arn has a uri that is no connection string with user and host. Put the first value back.";
            assert.throws(() => changedSecret("arn", JSON.stringify({ uri }), CHANGES), { message });
        });
    }
});

describe("newPassword", () => {
    it("is 40 letters and digits, another each time", () => {
        const passwords = Array.from({ length: 100 }, newPassword);
        for (const password of passwords) assert.match(password, /^[A-Za-z0-9]{40}$/);
        assert.equal(new Set(passwords).size, 100);
    });
});

import { strict as assert } from "node:assert";
import { bcryptHash } from "../../../simulator/random/bcrypt";

describe("bcryptHash", () => {
    // The first three of https://github.com/openwall/crypt_blowfish, wrapper.c.
    const vectors = [
        { password: "U*U", salt: "10410410410410410410410410410410", hash: "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" },
        {
            password: "U*U*",
            salt: "10410410410410410410410410410410",
            hash: "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        },
        {
            password: "U*U*U",
            salt: "65965965965965965965965965965965",
            hash: "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
        },
    ];
    for (const { password, salt, hash } of vectors) {
        it(`gives the published hash of ${password}`, () => {
            assert.equal(bcryptHash(password, 5, Buffer.from(salt, "hex")), hash);
        });
    }

    it("reads no more than 72 bytes", () => {
        const salt = Buffer.alloc(16, 7);
        assert.equal(bcryptHash("x".repeat(72), 4, salt), bcryptHash(`${"x".repeat(72)}more`, 4, salt));
        assert.notEqual(bcryptHash("x".repeat(71), 4, salt), bcryptHash(`${"x".repeat(71)}y`, 4, salt));
    });

    it("salts each hash, at cost 10 when no cost is given", () => {
        const [first, second] = [bcryptHash("same"), bcryptHash("same")];
        assert.match(first, /^\$2a\$10\$[./A-Za-z0-9]{53}$/);
        assert.notEqual(first, second);
    });
});

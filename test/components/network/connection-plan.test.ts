import { strict as assert } from "node:assert";
import { planConnections, type Connection, type ConnectionChoices } from "../../../components/network/connection-plan";

describe("planConnections: every connection that LibreChat needs, and no other", () => {
    const choices: ConnectionChoices = {
        documentDb: true,
        mongoPorts: [],
        sitePorts: [],
        rag: true,
        initialiserFunctions: true,
        cache: true,
        interfaceEndpoints: true,
        internet: true,
        https: true,
        allowedCidrs: ["0.0.0.0/0"],
    };

    it("draws a full stack", () => {
        const { parties, connections } = planConnections(choices);
        assert.deepEqual(parties, [
            "load-balancer",
            "librechat",
            "rag-api",
            "endpoints",
            "documentdb",
            "documentdb-initialiser",
            "postgres",
            "postgres-initialiser",
            "cache",
        ]);
        assert.deepEqual(connections.map(spell), [
            "0.0.0.0/0 -> load-balancer:443",
            "0.0.0.0/0 -> load-balancer:80",
            "load-balancer -> librechat:3080",
            "librechat -> rag-api:8000",
            "rag-api -> postgres:5432",
            "librechat -> documentdb:27017",
            "postgres-initialiser -> postgres:5432",
            "documentdb-initialiser -> documentdb:27017",
            "librechat -> cache:6379",
            "librechat -> endpoints:443",
            "librechat -> s3:443",
            "librechat -> 0.0.0.0/0:443",
            "rag-api -> endpoints:443",
            "rag-api -> s3:443",
            "rag-api -> 0.0.0.0/0:443",
            "documentdb-initialiser -> endpoints:443",
            "postgres-initialiser -> endpoints:443",
        ]);
    });

    it("draws the smallest stack", () => {
        const smallest = {
            ...choices,
            documentDb: false,
            mongoPorts: [27017],
            rag: false,
            cache: false,
            interfaceEndpoints: false,
            https: false,
        };
        const { parties, connections } = planConnections(smallest);
        assert.deepEqual(parties, ["load-balancer", "librechat"]);
        assert.deepEqual(connections.map(spell), [
            "0.0.0.0/0 -> load-balancer:80",
            "load-balancer -> librechat:3080",
            "librechat -> 0.0.0.0/0:27017",
            "librechat -> s3:443",
            "librechat -> 0.0.0.0/0:443",
        ]);
    });

    it("opens the front door to the allowed ranges only", () => {
        const { connections } = planConnections({ ...choices, allowedCidrs: ["203.0.113.0/24", "198.51.100.7/32"] });
        assert.deepEqual(connections.filter(({ to }) => to === "load-balancer").map(spell), [
            "203.0.113.0/24 -> load-balancer:443",
            "198.51.100.7/32 -> load-balancer:443",
            "203.0.113.0/24 -> load-balancer:80",
            "198.51.100.7/32 -> load-balancer:80",
        ]);
    });

    it("lets LibreChat out at each port of a MongoDB elsewhere", () => {
        const { connections } = planConnections({ ...choices, documentDb: false, mongoPorts: [10255, 27018] });
        const outside = connections.filter(({ from, to, port }) => from === "librechat" && typeof to === "object" && port !== 443);
        assert.deepEqual(outside.map(spell), ["librechat -> 0.0.0.0/0:10255", "librechat -> 0.0.0.0/0:27018"]);
    });

    it("lets LibreChat out at the ports of sites, where there is a way out", () => {
        const sitePorts = [80, 8443];
        const ports = (more: Partial<ConnectionChoices>) =>
            planConnections({ ...choices, sitePorts, ...more })
                .connections.filter(({ from, to }) => from === "librechat" && typeof to === "object" && "cidr" in to)
                .map(({ port }) => port);
        assert.deepEqual(ports({}), [443, 80, 8443]);
        assert.deepEqual(ports({ documentDb: false, mongoPorts: [8443] }), [8443, 443, 80]);
        assert.deepEqual(ports({ internet: false }), []);
    });

    it("takes a range that is written twice once", () => {
        const twice = ["203.0.113.0/24", "203.0.113.0/24"];
        assert.deepEqual(
            planConnections({ ...choices, allowedCidrs: twice }),
            planConnections({ ...choices, allowedCidrs: twice.slice(1) }),
        );
    });

    it("lets nothing out in a closed network", () => {
        const { connections } = planConnections({ ...choices, internet: false });
        assert.deepEqual(
            connections.filter(({ to }) => typeof to === "object" && "cidr" in to),
            [],
        );
    });

    it("sends initialisers over the internet when AWS services have no endpoint", () => {
        const { connections } = planConnections({ ...choices, interfaceEndpoints: false });
        assert.deepEqual(connections.filter(({ from }) => from === "documentdb-initialiser").map(spell), [
            "documentdb-initialiser -> documentdb:27017",
            "documentdb-initialiser -> 0.0.0.0/0:443",
        ]);
    });

    it("gives every connection a reason, in characters that AWS takes", () => {
        const all = [
            ...planConnections(choices).connections,
            ...planConnections({ ...choices, documentDb: false, mongoPorts: [27017], https: false }).connections,
        ];
        for (const { reason } of all) assert.match(reason, /^[A-Z][a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{10,254}$/);
    });

    function spell({ from, to, port }: Connection): string {
        return `${end(from)} -> ${end(to)}:${port}`;
    }

    function end(value: Connection["from"]): string {
        if (typeof value === "string") return value;
        return "cidr" in value ? value.cidr : value.prefixList;
    }
});

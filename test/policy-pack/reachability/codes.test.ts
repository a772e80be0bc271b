/** Each code fires once, with its whole report; each repair that is reported makes the proof pass (see `reports`). */
import { strict as assert } from "node:assert";
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { CASES_OF_FILTERS } from "./cases-of-filters";
import { CASES_OF_WAYS } from "./cases-of-ways";
import { client, HOST } from "./code-case";
import { onlyReport } from "./judged";
import { Network, without } from "./network";

const noNat = without(AWS.route, "route-private-a");

describe("reports", () => {
    for (const { code, graph, message } of [...CASES_OF_WAYS, ...CASES_OF_FILTERS]) {
        it(`${code}: says where the path ends and what opens it`, () => {
            const report = onlyReport(graph());
            assert.deepEqual(report.message.split("\n"), message);
            assert.ok((report.codes as string[]).includes(code));
        });
    }

    it("are one for one cause, however many paths it blocks", () => {
        const needs = ["service:secretsmanager", "service:logs", "image:ghcr.io", HOST].join(" ");
        const without_ = [noNat, without(AWS.route, "route-private-b")];
        const report = onlyReport(new Network().client(needs).changed(...without_));
        assert.equal(report.decisions.length, 8);
        assert.equal(
            report.message.split("\n")[0],
            "NO_ROUTE, ENDPOINT_MISSING, EXTERNAL_IMAGE_NO_EGRESS: client (Lambda function) cannot reach service:secretsmanager, service:logs, image:ghcr.io, internet:api.example.com:443.",
        );
        assert.deepEqual(
            report.repairs.map(({ usdPerMonth }) => usdPerMonth),
            [0],
        );
    });

    it("weigh a public address that the workload cannot have against a place behind a NAT gateway", () => {
        const report = onlyReport(client(HOST, ["public-a"]).graph());
        assert.deepEqual(report.message.split("\n").slice(-1), [
            "  - place client in subnets behind a NAT gateway: private-a, private-b: free of charge",
        ]);
    });

    it("build a way out where there is none", () => {
        const bare = [AWS.natGateway, AWS.internetGateway].map((type) => without(type, type === AWS.natGateway ? "nat" : "igw"));
        const routes = ["public-a", "public-b", "private-a", "private-b"].map((subnet) => without(AWS.route, `route-${subnet}`));
        const report = onlyReport(client(HOST).changed(...bare, ...routes));
        assert.deepEqual(report.message.split("\n").slice(-1), [
            "  - add a NAT gateway with an Elastic IP address in a new public subnet; route 0.0.0.0/0 of table-private-a to it: $36.50 a month",
        ]);
    });
});

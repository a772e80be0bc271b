import { strict as assert } from "node:assert";

import { adviceFor, type Failure } from "../../../lambda/probe/advice";
import type { ProbedNeed } from "../../../lambda/probe/needs";

const DATABASE: ProbedNeed = { need: "tcp:postgres:5432", host: "db.example", port: 5432, call: "postgresql" };
const CACHE: ProbedNeed = { need: "tcp:cache:6379", host: "cache.example", port: 6379, call: "redis" };
const SERVICE: ProbedNeed = { need: "service:s3", host: "s3.us-east-1.amazonaws.com", port: 443, call: "s3", bucket: "files" };
const IMAGE: ProbedNeed = { need: "image:ghcr.io", host: "ghcr.io", port: 443, call: "https", path: "/v2/" };

const EGRESS = "an egress rule for TCP 443 in the security group of librechat";
const POLICY =
    "The network is open. The function's role, the policy of the endpoint, or the resource's own policy does not allow the call.";
const GONE = "The network is open. What the call names is not there: it was deleted or renamed outside Pulumi.";
const TROUBLE = "The network is open, but s3.us-east-1.amazonaws.com has trouble. Run pulumi up again.";

describe("what the probe advises", () => {
    const cases: readonly (readonly [ProbedNeed, Omit<Failure, "reply"> & Partial<Failure>, string])[] = [
        [
            DATABASE,
            { stage: "dns", layer: "DNS" },
            "The name has no address here: the VPC needs enableDnsSupport and enableDnsHostnames, and tcp:postgres:5432 has to exist and run.",
        ],
        [
            IMAGE,
            { stage: "dns", layer: "DNS" },
            "The name has no address here: the VPC needs enableDnsSupport and enableDnsHostnames, and the host's name has to be right.",
        ],
        [
            DATABASE,
            { stage: "tcp", layer: "refused" },
            "The way is open, but nothing listens on port 5432: tcp:postgres:5432 is stopped or starting, or has another port.",
        ],
        [
            SERVICE,
            { stage: "tcp", layer: "timeout" },
            `No packet came back. Look at: ${EGRESS}; the endpoint of s3 in the VPC, whose group has to admit TCP 443 from that group; ` +
                "without an endpoint, the route from the private subnets to a NAT gateway; the network ACLs of the subnets.",
        ],
        [
            IMAGE,
            { stage: "tcp", layer: "timeout" },
            `No packet came back. Look at: ${EGRESS}; the route from the private subnets to a NAT gateway; the network ACLs of the subnets.`,
        ],
        [
            DATABASE,
            { stage: "tls", layer: "TLS" },
            "What answers has no certificate for this name from RDS in this Region: a proxy or a wrong private DNS zone stands in between.",
        ],
        [
            CACHE,
            { stage: "tls", layer: "TLS" },
            "What answers has no certificate for this name from a public authority: a proxy or a wrong private DNS zone stands in between.",
        ],
        [
            CACHE,
            { stage: "tls", layer: "timeout" },
            "The connection opens, but nobody encrypts it: the server restarts, does not speak TLS on port 6379, or a firewall swallows it.",
        ],
        [SERVICE, { stage: "answer", layer: "other", reply: { status: 403, code: "Unknown" } }, POLICY],
        [SERVICE, { stage: "answer", layer: "other", reply: { status: 400, code: "AccessDeniedException" } }, POLICY],
        [SERVICE, { stage: "answer", layer: "other", reply: { status: 404, code: "Unknown" } }, GONE],
        [SERVICE, { stage: "answer", layer: "other", reply: { status: 400, code: "ResourceNotFoundException" } }, GONE],
        [SERVICE, { stage: "answer", layer: "other", reply: { status: 503 } }, TROUBLE],
        [SERVICE, { stage: "answer", layer: "other", reply: { status: 400, code: "ThrottlingException" } }, TROUBLE],
        [
            DATABASE,
            { stage: "answer", layer: "timeout" },
            "The connection opens, but no answer comes: db.example is overloaded, or something on the way drops large packets.",
        ],
        [DATABASE, { stage: "answer", layer: "other" }, "The network is open; the answer above says what is wrong."],
    ];
    for (const [need, failure, advice] of cases) {
        it(`${need.need} at ${failure.stage}: ${failure.layer} ${JSON.stringify(failure.reply ?? {})}`, () => {
            assert.equal(adviceFor(need, { reply: {}, ...failure }, "librechat"), advice);
        });
    }
});

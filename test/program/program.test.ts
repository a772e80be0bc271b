import { strict as assert } from "node:assert";
import { isSecretValue, secretValue, type Recording, type Registration } from "../components/recorder";
import { recordProgram, stackConfig } from "./program";

/**
 * What holds for every resource of the whole program, in both stacks of the repository.
 * Not proved here: that AWS takes it, in that order. The end-to-end tests deploy it.
 */
const PROGRAMS = [
    { name: "stack dev", config: stackConfig("dev"), logGroups: 8, logRetentionDays: 7, cache: false, functions: true },
    { name: "stack prod", config: stackConfig("prod"), logGroups: 8, logRetentionDays: 30, cache: true, functions: true },
    {
        name: "databases prepared by tasks",
        config: { ...stackConfig("dev"), "librechat:databaseInit": "task" },
        logGroups: 6,
        logRetentionDays: 7,
        cache: false,
        functions: false,
    },
];

for (const { name, config, ...expected } of PROGRAMS) {
    describe(`the program, ${name}`, () => {
        let recording: Recording<unknown>;
        before(async () => {
            recording = await recordProgram(config);
        });
        const resources = () => recording.registrations.filter(({ type }) => !type.startsWith("pulumi:"));
        const parentOf = ({ parent }: Registration) => recording.registrations.find(({ urn }) => urn === parent);

        it("puts every resource into a component, under a name that begins with the component's", () => {
            for (const resource of resources().filter(({ custom }) => custom)) {
                const parent = parentOf(resource);
                assert.ok(parent, `${resource.urn} has no parent`);
                assert.ok(parent.type.startsWith("librechat:"), `${resource.urn} has no component above it`);
                assert.ok(resource.name.startsWith(parent.name), `${resource.name} does not begin with ${parent.name}`);
            }
        });

        it("gives every component a type of three parts and public outputs", () => {
            const components = resources().filter(({ type }) => type.startsWith("librechat:"));
            assert.ok(components.length > 15);
            for (const { type, outputs, name } of components) {
                assert.match(type, /^librechat:[a-z]+:[A-Z][A-Za-z]+$/);
                assert.ok(outputs !== undefined || type === "librechat:application:Autoscaling", `${name} (${type}) registers no outputs`);
            }
        });

        it("opens nothing but the load balancer to the world", () => {
            const open = recording.ofType(INGRESS).filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0");
            const groups = new Set(open.map(({ inputs }) => inputs["securityGroupId"]));
            assert.deepEqual([...groups], ["network-connections-load-balancer-id"]);
        });

        it("describes every security group and every rule", () => {
            const described = [...recording.ofType(GROUP), ...recording.ofType(INGRESS), ...recording.ofType(EGRESS)];
            for (const { name, inputs } of described) assert.match(String(inputs["description"]), /^[A-Z].{5,}/, name);
        });

        it("allows no action on everything, and every resource only where AWS knows no other", () => {
            const unbounded = new Set<string>();
            for (const { inputs } of recording.ofType("aws:iam/rolePolicy:RolePolicy")) {
                const { Statement } = JSON.parse(String(secretValue(inputs["policy"]))) as {
                    Statement: { Action: string | string[]; Resource: string | string[] }[];
                };
                for (const { Action, Resource } of Statement) {
                    for (const action of [Action].flat()) {
                        assert.doesNotMatch(action, /\*/);
                        if ([Resource].flat().includes("*")) unbounded.add(action);
                    }
                }
            }
            assert.deepEqual([...unbounded].sort(), [
                "ec2:AssignPrivateIpAddresses",
                "ec2:CreateNetworkInterface",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:UnassignPrivateIpAddresses",
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ]);
        });

        it("sends every secret in an envelope, and none of them anywhere else", () => {
            const versions = recording.ofType("aws:secretsmanager/secretVersion:SecretVersion");
            const values = versions.flatMap(({ inputs }) => {
                assert.ok(isSecretValue(inputs["secretString"]));
                return Object.entries(JSON.parse(String(secretValue(inputs["secretString"]))) as Record<string, string>)
                    .filter(([key]) => /password|uri|CREDS|JWT/.test(key))
                    .map(([, value]) => value);
            });
            assert.ok(values.length >= 8);
            for (const { urn, inputs } of resources()) {
                const plain = JSON.stringify(inputs, (_, value: unknown) => (isSecretValue(value) ? "[secret]" : value));
                for (const value of values) assert.ok(!plain.includes(value), `a secret stands in clear text in ${urn}`);
            }
        });

        it("keeps the log of everything for a time, and not for ever", () => {
            const groups = recording.ofType("aws:cloudwatch/logGroup:LogGroup");
            assert.equal(groups.length, expected.logGroups);
            for (const { inputs } of groups) assert.equal(inputs["retentionInDays"], expected.logRetentionDays);
        });

        it("publishes what each workload needs, and where it runs", () => {
            const workloads = resources().filter(({ outputs }) => outputs?.["needs"] !== undefined);
            assert.deepEqual(Object.fromEntries(workloads.map(({ name, outputs }) => [name, outputs])), workloadsOf(expected));
        });

        it("can be previewed while nothing is known", async () => {
            const preview = await recordProgram(config, { preview: true });
            assert.deepEqual(Object.keys(preview.counts()).sort(), Object.keys(recording.counts()).sort());
        });
    });
}

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

function workloadsOf({ cache, functions }: { cache: boolean; functions: boolean }) {
    const placement = "private";
    const service = (name: string, needs: readonly string[]) => ({
        placement,
        logGroupName: `${name}-0a1b2c3`,
        serviceName: `${name}-0a1b2c3`,
        needs,
    });
    const probe = (name: string, needs: readonly string[]) => ({ placement, functionName: `${name}-function-0a1b2c3`, needs });
    const librechat = [
        "service:secretsmanager",
        "service:logs",
        "service:s3",
        "image:ghcr.io",
        "tcp:mongo:27017",
        ...(cache ? ["tcp:cache:6379"] : []),
        "service:bedrock-runtime",
        "tcp:rag-api-service:8000",
    ];
    const ragApi = [
        "service:secretsmanager",
        "service:logs",
        "image:ghcr.io",
        "tcp:postgres:5432",
        "service:bedrock-runtime",
        ...(functions ? [] : ["service:s3"]),
    ];
    return {
        "librechat-service": service("librechat-service", librechat),
        "rag-api-service": service("rag-api-service", ragApi),
        ...(functions && {
            "mongo-init-function": { placement, needs: ["service:secretsmanager", "tcp:mongo:27017"] },
            "postgres-init-function": { placement, needs: ["service:secretsmanager", "tcp:postgres:5432"] },
        }),
        // Each probe stands for a service, and has all of its needs.
        "self-check-librechat": probe("self-check-librechat", librechat),
        "self-check-rag-api": probe("self-check-rag-api", ragApi),
    };
}

/**
 * Questions on which the two opinions once differed, each as small as it shrinks, with the page of AWS that settles it.
 */
import { strict as assert } from "node:assert";
import type { Blueprint, GroupRule, WorkloadChoice } from "./blueprint";
import { answers } from "./compare";
import { deploy } from "./deploy";
import { firstPreview, storedState } from "./graphs";
import { programOf } from "./program";

const ANYTHING: GroupRule = { peer: "anywhere", ports: "all", writing: "standalone" };
const TASK: WorkloadChoice = { kind: "task", tier: "private", zones: 1, publicIp: undefined, group: "client", needs: [] };
const IMAGE = "image:123456789012.dkr.ecr.us-east-1.amazonaws.com/app";

/** Two zones, three tiers, a NAT gateway, and everything open. */
const PLAIN: Blueprint = {
    dnsSupport: true,
    dnsHostnames: true,
    zones: 2,
    mapsPublicIp: true,
    hasInternetGateway: true,
    nat: "one",
    onMainTable: [],
    mainRoute: "none",
    isMainReplaced: false,
    routes: "separate",
    gatewayEndpoints: [],
    interfaceEndpoints: [],
    clientEgress: [ANYTHING],
    guardIngress: [ANYTHING],
    acls: [],
    databases: [],
    databaseTier: "isolated",
    mountZones: 3,
    workloads: [],
};

interface Expected {
    readonly state: string;
    readonly preview: string;
    readonly isDelivered: boolean;
}

/** The one answer that a program gives: verdict with codes, from a stored state and from a first preview, and the network's. */
function answered(choices: Partial<Blueprint>): Expected {
    const simulated = deploy(programOf({ ...PLAIN, ...choices }));
    assert.deepEqual(simulated.refusals, []);
    const [state, preview] = [storedState(simulated), firstPreview(simulated)].map((graph) => {
        const [answer, ...others] = answers(simulated, graph);
        assert.equal(others.length, 0);
        return { said: [answer?.verdict, ...(answer?.codes ?? [])].join(" "), isDelivered: answer?.delivery.delivered };
    });
    assert.equal(state?.isDelivered, preview?.isDelivered);
    return { state: state?.said ?? "", preview: preview?.said ?? "", isDelivered: state?.isDelivered === true };
}

const REACHED: Expected = { state: "REACHED", preview: "REACHED", isDelivered: true };

function blocked(codes: string): Expected {
    return { state: `BLOCKED ${codes}`, preview: `BLOCKED ${codes}`, isDelivered: false };
}

describe("settled differences", () => {
    /** https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html */
    it("a file system's name needs the DNS host names of the VPC", () => {
        const mounts: Partial<Blueprint> = { databases: ["files"], workloads: [{ ...TASK, needs: ["efs:files"] }] };
        assert.deepEqual(answered({ ...mounts, dnsHostnames: false }), blocked("VPC_DNS_OFF"));
        assert.deepEqual(answered(mounts), REACHED);
    });

    describe("the default security group by its id, which a stored state has where the program named none", () => {
        /** https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html */
        it("lets everything out", () => {
            const lambda: WorkloadChoice = { ...TASK, kind: "function", group: "default", needs: ["internet:api.openai.com:443"] };
            assert.deepEqual(answered({ workloads: [lambda] }), { ...REACHED, preview: "UNKNOWN UNKNOWN" });
        });

        it("is what an endpoint without a group has", () => {
            const endpoint = {
                service: "logs",
                tier: "private",
                zones: 1,
                privateDns: true,
                group: "default",
                policy: undefined,
                placed: "lists",
            } as const;
            const task = { ...TASK, needs: ["service:logs"] };
            assert.deepEqual(answered({ interfaceEndpoints: [endpoint], workloads: [task] }), blocked("ENDPOINT_DEFAULT_SG"));
        });

        it("may be the group on both sides, and then lets packets through", () => {
            const endpoint = { service: "logs", tier: "private", zones: 1, privateDns: true, group: "default", policy: undefined } as const;
            const lambda: WorkloadChoice = { ...TASK, kind: "function", group: "default", needs: ["service:logs"] };
            const interfaceEndpoints = [{ ...endpoint, placed: "lists" }];
            assert.deepEqual(answered({ interfaceEndpoints, workloads: [lambda] }), { ...REACHED, preview: "UNKNOWN UNKNOWN" });
        });

        it("admits a task without a group through a rule that names it", () => {
            const guardIngress: GroupRule[] = [{ ...ANYTHING, peer: "default group" }];
            const task = { ...TASK, group: "default", needs: ["tcp:postgres:5432"] };
            const expected = { ...REACHED, preview: "UNKNOWN UNKNOWN" };
            assert.deepEqual(answered({ guardIngress, databases: ["postgres"], workloads: [task] }), expected);
        });
    });

    /** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
    describe("a gateway endpoint is a route in each of its tables", () => {
        const gateway = { service: "s3", tables: 8, policy: undefined, isListed: true } as const;
        const task = { ...TASK, needs: ["service:s3"] };

        it("also in the main table, by its id", () => {
            assert.deepEqual(answered({ nat: "none", onMainTable: ["private"], gatewayEndpoints: [gateway], workloads: [task] }), REACHED);
        });

        it("also in the table of a NAT gateway's own subnet, so that its policy is asked", () => {
            const denying = { ...gateway, tables: 1, policy: "denies" };
            assert.deepEqual(answered({ gatewayEndpoints: [denying], workloads: [task] }), blocked("ENDPOINT_POLICY"));
        });

        it("also there where nothing else leads out", () => {
            assert.deepEqual(answered({ nat: "misplaced", gatewayEndpoints: [{ ...gateway, tables: 4 }], workloads: [task] }), REACHED);
        });
    });

    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html */
    describe("a group that an association gives to an endpoint", () => {
        const endpoint = { service: "logs", tier: "private", zones: 1, privateDns: true, group: "guarded", policy: undefined } as const;
        const task = { ...TASK, needs: ["service:logs"] };

        it("counts beside the default group", () => {
            assert.deepEqual(answered({ interfaceEndpoints: [{ ...endpoint, placed: "associations" }], workloads: [task] }), REACHED);
        });

        it("may take the place of the default group, whose members are then not admitted", () => {
            const interfaceEndpoints = [{ ...endpoint, placed: "replacing associations" }];
            const expected = blocked("ENDPOINT_SG");
            const guardIngress: GroupRule[] = [{ ...ANYTHING, peer: "group" }];
            assert.deepEqual(answered({ interfaceEndpoints, guardIngress, workloads: [{ ...task, group: "default" }] }), expected);
        });
    });

    /** https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms */
    it("a policy for the bucket of ECR's layers lets images through, also before the Region of the task is known", () => {
        const gateway = { service: "s3", tables: 2, policy: "layer bucket", isListed: true } as const;
        assert.deepEqual(answered({ gatewayEndpoints: [gateway], workloads: [{ ...TASK, needs: [IMAGE] }] }), REACHED);
        const other = { ...gateway, policy: "other service" } as const;
        assert.deepEqual(answered({ gatewayEndpoints: [other], workloads: [{ ...TASK, needs: [IMAGE] }] }), blocked("ENDPOINT_POLICY"));
    });
});

import { strict as assert } from "node:assert";
import { Catalogue } from "../../../simulator/aws/catalogue";
import { diffInputs } from "../../../simulator/aws/diff";
import type { ResourceType } from "../../../simulator/aws/resource-type";
import { UNKNOWN, type Properties } from "../../../simulator/provider/values";
import { plainService, plainType } from "./plain-service";

const VPC = "aws:ec2/vpc:Vpc";
const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const FUNCTION = "aws:lambda/function:Function";

function diff(
    type: string,
    oldInputs: Properties,
    news: Properties,
    options: { behaviour?: Partial<ResourceType>; ignoreChanges?: string[] } = {},
) {
    const known = new Catalogue(plainService(plainType(type, options.behaviour))).resourceType(type);
    return diffInputs(known, { oldInputs, news, ignoreChanges: options.ignoreChanges ?? [] });
}

function differences(...args: Parameters<typeof diff>): Record<string, string> {
    return Object.fromEntries(diff(...args).differences);
}

describe("diff", () => {
    it("is empty when nothing changes", () => {
        const inputs = { cidrBlock: "10.0.0.0/16", tags: { Name: "net" }, __defaults: ["enableDnsSupport"] };
        assert.deepEqual(diff(VPC, inputs, { ...inputs, __defaults: [] }), {
            differences: new Map(),
            changed: [],
            replaces: [],
            deleteBeforeReplace: false,
        });
    });

    it("names each place, and what happens there", () => {
        const olds = { tags: { Name: "net", Gone: "x", "aws.example/a": "1" }, enableDnsSupport: true };
        const news = { tags: { Name: "network", "aws.example/a": "2" }, enableDnsSupport: true, enableDnsHostnames: true };
        assert.deepEqual(differences(VPC, olds, news), {
            "tags.Name": "update",
            "tags.Gone": "delete",
            'tags["aws.example/a"]': "update",
            enableDnsHostnames: "add",
        });
        assert.deepEqual(diff(VPC, olds, news).changed, ["tags", "enableDnsHostnames"]);
    });

    it("replaces for what the facts list, and not for the rest", () => {
        const { replaces, differences: found } = diff(
            VPC,
            { cidrBlock: "10.0.0.0/16", tags: {} },
            { cidrBlock: "10.1.0.0/16", tags: { a: "b" } },
        );
        assert.deepEqual(replaces, ["cidrBlock"]);
        assert.deepEqual(
            [...found],
            [
                ["cidrBlock", "update-replace"],
                ["tags", "add"],
            ],
        );
    });

    it("replaces for a path inside a block, also when the block comes or goes", () => {
        const type = "aws:ec2/vpcEndpoint:VpcEndpoint";
        const preference = { dnsOptions: { privateDnsPreference: "ALL_DOMAINS" } };
        assert.deepEqual(differences(type, preference, { dnsOptions: { privateDnsPreference: "VERIFIED_DOMAINS_ONLY" } }), {
            "dnsOptions.privateDnsPreference": "update-replace",
        });
        assert.deepEqual(differences(type, preference, { dnsOptions: { privateDnsPreference: "ALL_DOMAINS", dnsRecordIpType: "ipv4" } }), {
            "dnsOptions.dnsRecordIpType": "add",
        });
        assert.deepEqual(differences(type, {}, preference), { dnsOptions: "add-replace" });
        assert.deepEqual(differences(type, {}, { dnsOptions: { dnsRecordIpType: "ipv4" } }), { dnsOptions: "add" });
    });

    it("replaces for another Region", () => {
        assert.deepEqual(diff(VPC, { region: "us-east-1" }, { region: "eu-west-1" }).replaces, ["region"]);
    });

    it("replaces when the type says so", () => {
        const behaviour = {
            replaceWhen: (_: Properties, news: Properties) => (news["instanceTenancy"] === "dedicated" ? ["instanceTenancy"] : []),
        };
        assert.deepEqual(diff(VPC, { instanceTenancy: "default" }, { instanceTenancy: "dedicated" }, { behaviour }).replaces, [
            "instanceTenancy",
        ]);
        assert.deepEqual(diff(VPC, { instanceTenancy: "dedicated" }, { instanceTenancy: "default" }, { behaviour }).replaces, []);
    });

    it("leaves alone what the type keeps, and sees everything else", () => {
        const behaviour = {
            keepsWhen: (_: Properties, news: Properties) => (news["cidrBlock"] === "10.1.0.0/16" ? ["cidrBlock"] : []),
        };
        const olds = { cidrBlock: "10.0.0.0/16", instanceTenancy: "default" };
        const news = { cidrBlock: "10.1.0.0/16", instanceTenancy: "dedicated" };
        assert.deepEqual(differences(VPC, olds, news, { behaviour }), { instanceTenancy: "update" });
        assert.deepEqual(diff(VPC, olds, { ...olds, cidrBlock: "10.2.0.0/16" }, { behaviour }).replaces, ["cidrBlock"]);
    });

    it("compares a text as the type does, by its path without positions", () => {
        const behaviour = { equal: { "tags.Name": (old: string, next: string) => old.toLowerCase() === next.toLowerCase() } };
        assert.deepEqual(differences(VPC, { tags: { Name: "Net", Owner: "A" } }, { tags: { Name: "net", Owner: "a" } }, { behaviour }), {
            "tags.Owner": "update",
        });
        assert.deepEqual(differences(VPC, { tags: { Name: "Net" } }, { tags: { Name: "network" } }, { behaviour }), {
            "tags.Name": "update",
        });
        assert.deepEqual(differences(VPC, { tags: { Name: "Net" } }, { tags: { Name: UNKNOWN } }, { behaviour }), {
            "tags.Name": "update",
        });
    });

    it("takes a value that is not known yet for a change", () => {
        assert.deepEqual(diff(VPC, { cidrBlock: "10.0.0.0/16" }, { cidrBlock: UNKNOWN }).replaces, ["cidrBlock"]);
    });

    it("sees no difference in what AWS fills in and the program leaves out", () => {
        assert.deepEqual(differences(VPC, { enableDnsHostnames: true, instanceTenancy: "default" }, {}), { instanceTenancy: "delete" });
    });

    it("sees no difference between an empty block and none", () => {
        assert.deepEqual(differences(SECURITY_GROUP, { ingress: [], tags: {} }, {}), {});
        assert.deepEqual(differences(SECURITY_GROUP, {}, { ingress: [], tags: {} }), {});
    });

    it("compares lists place by place", () => {
        const olds = { layers: ["a", "b"] };
        assert.deepEqual(differences(FUNCTION, olds, { layers: ["b", "a"] }), { "layers[0]": "update", "layers[1]": "update" });
        assert.deepEqual(differences(FUNCTION, olds, { layers: ["a"] }), { "layers[1]": "delete" });
        assert.deepEqual(differences(FUNCTION, olds, { layers: ["a", "b", "c"] }), { "layers[2]": "add" });
    });

    it("compares sets without regard to order", () => {
        const behaviour = { sets: ["vpcConfig.subnetIds"] };
        const olds = { vpcConfig: { subnetIds: ["a", "b"], securityGroupIds: ["x"] } };
        assert.deepEqual(differences(FUNCTION, olds, { vpcConfig: { subnetIds: ["b", "a"], securityGroupIds: ["x"] } }, { behaviour }), {});
        assert.deepEqual(differences(FUNCTION, olds, { vpcConfig: { subnetIds: ["c", "a"], securityGroupIds: ["x"] } }, { behaviour }), {
            "vpcConfig.subnetIds[0]": "update",
        });
        assert.deepEqual(differences(FUNCTION, olds, { vpcConfig: { subnetIds: ["b"], securityGroupIds: ["x"] } }, { behaviour }), {
            "vpcConfig.subnetIds[0]": "delete",
        });
    });

    it("sees the member that leaves a set, though AWS keeps the set when the program leaves it out", () => {
        const type = "aws:lb/loadBalancer:LoadBalancer";
        const behaviour = { sets: ["subnets"] };
        assert.deepEqual(differences(type, { subnets: ["a", "b"] }, { subnets: ["b"] }, { behaviour }), { "subnets[0]": "delete" });
        assert.deepEqual(differences(type, { subnets: ["a", "b"] }, {}, { behaviour }), {});
    });

    it("compares JSON by meaning where the type has it, and text elsewhere", () => {
        const [spaced, dense] = ['{ "b": 1, "a": [2] }', '{"a":[2],"b":1}'];
        const type = "aws:iam/role:Role";
        const behaviour = { json: ["assumeRolePolicy"] };
        assert.deepEqual(differences(type, { assumeRolePolicy: spaced }, { assumeRolePolicy: dense }, { behaviour }), {});
        assert.deepEqual(differences(type, { assumeRolePolicy: spaced }, { assumeRolePolicy: '{"a":[3],"b":1}' }, { behaviour }), {
            assumeRolePolicy: "update",
        });
        assert.deepEqual(differences(type, { description: spaced }, { description: dense }, { behaviour }), { description: "update" });
        assert.deepEqual(differences(type, { assumeRolePolicy: "no JSON" }, { assumeRolePolicy: "no JSON" }, { behaviour }), {});
    });

    it("compares files by their content", () => {
        const code = (hash: string, path: string) => ({ code: { asset: "archive" as const, hash, path } });
        assert.deepEqual(differences(FUNCTION, code("h", "/a"), code("h", "/b")), {});
        assert.deepEqual(differences(FUNCTION, code("h", "/a"), code("i", "/a")), { code: "update" });
    });

    it("leaves alone what the program ignores, with all below it", () => {
        const olds = { tags: { Name: "net", Owner: "a" }, enableDnsSupport: true };
        const news = { tags: { Name: "x", Owner: "b" }, enableDnsSupport: false };
        assert.deepEqual(differences(VPC, olds, news, { ignoreChanges: ["tags"] }), { enableDnsSupport: "update" });
        assert.deepEqual(differences(VPC, olds, news, { ignoreChanges: ['tags["Name"]', "enableDnsSupport"] }), { "tags.Owner": "update" });
        assert.deepEqual(differences(FUNCTION, { layers: ["a"] }, { layers: ["b"] }, { ignoreChanges: ["layers[*]"] }), {});
        assert.deepEqual(differences(FUNCTION, { layers: ["a"] }, { layers: ["b"] }, { ignoreChanges: ["layers[1]"] }), {
            "layers[0]": "update",
        });
    });

    describe("deletes before it replaces", () => {
        const [olds, news] = [
            { name: "web", vpcId: "vpc-1" },
            { name: "web", vpcId: "vpc-2" },
        ];

        it("when the program itself names the resource", () => {
            assert.equal(diff(SECURITY_GROUP, { ...olds, __defaults: [] }, { ...news, __defaults: [] }).deleteBeforeReplace, true);
        });

        it("not when the name was made", () => {
            assert.equal(
                diff(SECURITY_GROUP, { ...olds, __defaults: ["name"] }, { ...news, __defaults: ["name"] }).deleteBeforeReplace,
                false,
            );
        });

        it("not when nothing is replaced", () => {
            assert.equal(
                diff(SECURITY_GROUP, { ...olds, __defaults: [] }, { ...olds, tags: { a: "b" }, __defaults: [] }).deleteBeforeReplace,
                false,
            );
        });

        it("always when the type is a setting of another resource", () => {
            const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
            assert.equal(diff(type, { role: "a", policyArn: "p" }, { role: "b", policyArn: "p" }).deleteBeforeReplace, true);
        });
    });
});

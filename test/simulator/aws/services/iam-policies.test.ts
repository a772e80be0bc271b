import { strict as assert } from "node:assert";
import { service as policies } from "../../../../simulator/aws/services/iam-policies";
import { service as roles } from "../../../../simulator/aws/services/iam-roles";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment, type Deployment } from "../harness";
import { missingOutputs } from "./rds-fixtures";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const POLICY = "aws:iam/policy:Policy";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";

const EXECUTION = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

describe("policies of AWS IAM", () => {
    let aws: Deployment;
    beforeEach(() => {
        aws = deployment([policies, roles]);
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error IAM: ${operation}, api error ${code}: ${reason}` };
    }
    const document = (statement: Properties): string =>
        JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const trust = (more: Properties = {}) =>
        document({ Action: "sts:AssumeRole", Principal: { Service: "ecs-tasks.amazonaws.com" }, ...more });
    const permissions = (more: Properties = {}) => document({ Action: "s3:GetObject", Resource: "*", ...more });
    const role = (inputs: Properties = {}) => aws.create(ROLE, "task", { name: "task", assumeRolePolicy: trust(), ...inputs });
    const inline = (inputs: Properties = {}) =>
        aws.create(ROLE_POLICY, "read", { name: "read", role: "task", policy: permissions(), ...inputs });
    const attach = (policyArn = EXECUTION) => aws.create(ATTACHMENT, "execution", { role: "task", policyArn });

    describe("aws:iam/rolePolicy:RolePolicy", () => {
        beforeEach(() => {
            role();
        });

        it("has its role in its id", () => {
            assert.equal(inline().id, "task:read");
        });

        it("refuses a role that is missing", () => {
            assert.throws(
                () => inline({ role: "none" }),
                refusal("PutRolePolicy", "NoSuchEntity", "The role with name none cannot be found."),
            );
        });

        const MALFORMED: readonly [name: string, policy: string, reason: string][] = [
            ["a principal", permissions({ Principal: "*" }), "Policy document should not specify a principal."],
            ["no action", permissions({ Action: undefined }), "Policy statement must contain actions."],
            ["no resource", permissions({ Resource: undefined }), "Policy statement must contain resources."],
            [
                "an action without a service",
                permissions({ Action: "GetObject" }),
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            ],
            ["a resource that is no ARN", permissions({ Resource: "files" }), 'Resource files must be in ARN format or "*".'],
            ["a misspelt element", permissions({ Actions: "s3:*" }), "Syntax errors in policy."],
            [
                "two statements of one id",
                JSON.stringify({ Statement: [1, 2].map(() => ({ Sid: "A", Effect: "Allow", Action: "s3:*", Resource: "*" })) }),
                "Statement IDs (SID) in a single policy must be unique.",
            ],
        ];
        for (const [name, policy, reason] of MALFORMED) {
            it(`refuses ${name}`, () => {
                assert.throws(() => inline({ policy }), refusal("PutRolePolicy", "MalformedPolicyDocument", reason));
            });
        }

        it("fails in a preview on what is no JSON", () => {
            const { failures } = aws.check(ROLE_POLICY, "p", { role: "task", policy: "{" });
            assert.deepEqual(
                failures.map(({ reason }) => reason),
                [`"policy" contains an invalid JSON. Examine values at 'p.policy'.`],
            );
        });

        it("counts all policies of the role against their limit", () => {
            const long = permissions({ Sid: "x".repeat(6000) });
            const made = inline({ policy: long });
            const refused = refusal("PutRolePolicy", "LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role task");
            assert.throws(() => inline({ name: "more", policy: long }), refused);
            assert.equal(aws.update(made, { name: "read", role: "task", policy: permissions({ Sid: "y".repeat(6000) }) }).id, "task:read");
        });
    });

    describe("managed policies", () => {
        it("are attached by ARN, AWS's and the account's own", () => {
            role();
            const own = aws.create(POLICY, "own", { name: "own", policy: permissions() });
            assert.deepEqual(missingOutputs(own), []);
            assert.equal(own.id, "arn:aws:iam::123456789012:policy/own");
            assert.equal(attach(own.id).id, `task/${own.id}`);
            assert.equal(attach().id, `task/${EXECUTION}`);
            assert.equal(aws.read(own)?.outputs["attachmentCount"], 1);
        });

        it("refuse an ARN that there is not", () => {
            role();
            const arn = "arn:aws:iam::aws:policy/AmazonECSTaskExecutionRolePolicy";
            assert.throws(
                () => attach(arn),
                refusal("AttachRolePolicy", "NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`),
            );
        });

        it("refuse a role that is missing", () => {
            assert.throws(() => attach(), refusal("AttachRolePolicy", "NoSuchEntity", "The role with name task cannot be found."));
        });

        it("refuse a name that is taken", () => {
            const create = () => aws.create(POLICY, "own", { name: "own", policy: permissions() });
            create();
            assert.throws(
                create,
                refusal("CreatePolicy", "EntityAlreadyExists", "A policy called own already exists. Duplicate names are not allowed."),
            );
        });

        it("refuse more than 6144 characters", () => {
            const refused = refusal("CreatePolicy", "LimitExceeded", "Cannot exceed quota for PolicySize: 6144");
            assert.throws(() => aws.create(POLICY, "own", { name: "own", policy: permissions({ Sid: "x".repeat(6144) }) }), refused);
        });

        it("stay while they are attached", () => {
            role();
            const own = aws.create(POLICY, "own", { name: "own", policy: permissions() });
            const attachment = attach(own.id);
            assert.throws(
                () => {
                    aws.delete(own);
                },
                refusal("DeletePolicy", "DeleteConflict", "Cannot delete a policy attached to entities."),
            );
            aws.delete(attachment);
            aws.delete(own);
            assert.deepEqual(aws.stored(POLICY), []);
        });
    });

    describe("aws:iam/instanceProfile:InstanceProfile", () => {
        it("needs its role", () => {
            const create = () => aws.create(PROFILE, "p", { name: "p", role: "task" });
            assert.throws(create, refusal("AddRoleToInstanceProfile", "NoSuchEntity", "The role with name task cannot be found."));
            role();
            const made = create();
            assert.deepEqual(missingOutputs(made), []);
            assert.equal(made.outputs["arn"], "arn:aws:iam::123456789012:instance-profile/p");
            assert.throws(create, refusal("CreateInstanceProfile", "EntityAlreadyExists", "Instance Profile p already exists."));
        });
    });
});

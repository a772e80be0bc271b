import { strict as assert } from "node:assert";
import { service as policies } from "../../../../simulator/aws/services/iam-policies";
import { service as roles } from "../../../../simulator/aws/services/iam-roles";
import type { Properties } from "../../../../simulator/provider/values";
import { deployment, type Deployment } from "../harness";
import { missingOutputs } from "./rds-fixtures";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";

const EXECUTION = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";

describe("roles of AWS IAM", () => {
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

    describe("aws:iam/role:Role", () => {
        it("has AWS's ids", () => {
            const made = role({ path: "/service/" });
            assert.deepEqual(missingOutputs(made), []);
            assert.equal(made.id, "task");
            assert.equal(made.outputs["arn"], "arn:aws:iam::123456789012:role/service/task");
            assert.match(JSON.stringify(made.outputs["uniqueId"]), /^"AROA[0-9A-F]{17}"$/);
            assert.deepEqual(
                aws.stored(ROLE).map(({ region }) => region),
                ["global"],
            );
        });

        it("does not take a name twice", () => {
            role();
            assert.throws(() => role(), refusal("CreateRole", "EntityAlreadyExists", "Role with name task already exists."));
        });

        const MALFORMED: readonly [name: string, policy: string, reason: string][] = [
            ["no principal", trust({ Principal: undefined }), "Missing required field Principal"],
            [
                "a service that there is not",
                trust({ Principal: { Service: "ecs-task.amazonaws.com" } }),
                'Invalid principal in policy: "SERVICE":"ecs-task.amazonaws.com"',
            ],
            [
                "a role that is missing",
                trust({ Principal: { AWS: "arn:aws:iam::123456789012:role/none" } }),
                'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/none"',
            ],
            ["a resource", trust({ Resource: "*" }), "Has prohibited field Resource"],
            [
                "another action than taking the role",
                trust({ Action: "s3:GetObject" }),
                "AssumeRole policy may only specify STS AssumeRole actions.",
            ],
            ["no statement", JSON.stringify({ Version: "2012-10-17" }), "Syntax errors in policy."],
            ["an effect that there is not", trust({ Effect: "Permit" }), "Syntax errors in policy."],
        ];
        for (const [name, assumeRolePolicy, reason] of MALFORMED) {
            it(`refuses a trust policy with ${name}`, () => {
                assert.throws(() => role({ assumeRolePolicy }), refusal("CreateRole", "MalformedPolicyDocument", reason));
            });
        }

        it("trusts regional services, accounts and roles that are there", () => {
            role();
            const others = [
                { Service: "logs.us-east-1.amazonaws.com" },
                { AWS: "210987654321" },
                { AWS: "arn:aws:iam::123456789012:role/task" },
                { Federated: "arn:aws:iam::123456789012:oidc-provider/x" },
            ];
            others.forEach((Principal, i) => {
                assert.equal(role({ name: `r${i}`, assumeRolePolicy: trust({ Principal }) }).id, `r${i}`);
            });
        });

        it("refuses a trust policy of more than 2048 characters, blanks not counted", () => {
            const long = (sid: number) => trust({ Sid: "x".repeat(sid) });
            const refused = refusal("CreateRole", "LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048");
            const fitting = 2048 - long(0).length;
            assert.throws(() => role({ assumeRolePolicy: long(fitting + 1) }), refused);
            assert.equal(role({ assumeRolePolicy: `${long(fitting)}   ` }).id, "task");
        });

        it("changes its trust in place, by the same rules", () => {
            const made = role();
            const refused = refusal("UpdateAssumeRolePolicy", "MalformedPolicyDocument", "Has prohibited field Resource");
            assert.throws(() => aws.update(made, { name: "task", assumeRolePolicy: trust({ Resource: "*" }) }), refused);
        });

        it("sees no difference in the layout of a policy", () => {
            const laidOut = JSON.stringify(JSON.parse(trust()), undefined, 4);
            assert.deepEqual([...aws.diff(role(), { name: "task", assumeRolePolicy: laidOut }).differences], []);
        });

        it("reports the policies that others gave it", () => {
            const made = role();
            attach();
            inline();
            const { outputs } = aws.read(made)!;
            assert.deepEqual(outputs["managedPolicyArns"], [EXECUTION]);
            assert.deepEqual(outputs["inlinePolicies"], [{ name: "read", policy: permissions() }]);
        });

        it("stays while it has policies", () => {
            const made = role();
            const attachment = attach();
            inline();
            assert.throws(
                () => {
                    aws.delete(made);
                },
                refusal("DeleteRole", "DeleteConflict", "Cannot delete entity, must detach all policies first."),
            );
            aws.delete(attachment);
            assert.throws(
                () => {
                    aws.delete(made);
                },
                refusal("DeleteRole", "DeleteConflict", "Cannot delete entity, must delete policies first."),
            );
        });

        it("goes with its policies when the program forces it", () => {
            const made = role({ forceDetachPolicies: true });
            attach();
            inline();
            aws.delete(made);
            assert.deepEqual(
                aws.store.all().filter(({ type }) => type.startsWith("aws:iam/")),
                [],
            );
        });

        it("is taken out of its instance profile when it is deleted", () => {
            const made = role();
            aws.create(PROFILE, "p", { name: "p", role: "task" });
            aws.delete(made);
            assert.equal(aws.stored(PROFILE)[0]?.properties["role"], "");
        });
    });
});

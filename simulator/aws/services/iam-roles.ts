/** IAM roles, their inline policies, and the profiles that give them to EC2 instances. */
import type { Properties } from "../../provider/values";
import type { Account, StoredResource } from "../account";
import { leftOut, nameOr } from "../filled-in";
import { blocksOf, isSet, listOf, requiredText, textOf, textsOf } from "../reading";
import { Refusal } from "../refusal";
import type { Call, ResourceType, Service } from "../resource-type";
import { problemsOf } from "../validation";
import { ATTACHMENT, refuseMissingPolicy } from "./iam-policies";
import { policyProblem, policySize } from "./iam-policy-language";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const INSTANCE_PROFILE = "aws:iam/instanceProfile:InstanceProfile";

/** Characters without blanks, by default: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const LARGEST_TRUST_POLICY = 2048;
/** All inline policies of a role together. */
const LARGEST_INLINE_POLICIES = 10_240;

function refuse(operation: string, code: string, reason: string): never {
    throw new Refusal("IAM", operation, code, reason);
}

function ofRole(account: Account, type: string, role: string): readonly StoredResource[] {
    return account.list(type).filter(({ properties }) => properties["role"] === role);
}

function refuseMissingRole(account: Account, operation: string, role: string): void {
    if (account.find(ROLE, role) === undefined) refuse(operation, "NoSuchEntity", `The role with name ${role} cannot be found.`);
}

function refuseBadTrust(account: Account, operation: string, document: string): void {
    const problem = policyProblem(document, "trust", account);
    if (problem !== undefined) refuse(operation, "MalformedPolicyDocument", problem);
    if (policySize(document) > LARGEST_TRUST_POLICY)
        refuse(operation, "LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${LARGEST_TRUST_POLICY}`);
}

/** @param except the policy that is being replaced */
function refuseBadInline(account: Account, role: string, document: string, except?: string): void {
    const problem = policyProblem(document, "identity", account);
    if (problem !== undefined) refuse("PutRolePolicy", "MalformedPolicyDocument", problem);
    const others = ofRole(account, ROLE_POLICY, role).filter(({ id }) => id !== except);
    const sum = others.reduce((size, { properties }) => size + policySize(requiredText(properties, "policy")), policySize(document));
    if (sum > LARGEST_INLINE_POLICIES) {
        refuse("PutRolePolicy", "LimitExceeded", `Maximum policy size of ${LARGEST_INLINE_POLICIES} bytes exceeded for role ${role}`);
    }
}

function refuseBadOwnPolicies(account: Account, role: string, inputs: Properties): void {
    for (const inline of blocksOf(inputs, "inlinePolicies")) {
        const document = textOf(inline, "policy");
        if (document !== undefined) refuseBadInline(account, role, document);
    }
    for (const arn of textsOf(inputs, "managedPolicyArns")) refuseMissingPolicy(account, arn);
}

const role: ResourceType = {
    token: ROLE,
    json: ["assumeRolePolicy", "inlinePolicies.policy"],
    sets: ["managedPolicyArns", "inlinePolicies"],
    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [1, 64] },
            { property: "name", pattern: /^[\w+=,.@-]*$/, allowed: "must match [\\w+=,.@-]" },
            { property: "namePrefix", length: [1, 38] },
            { property: "description", length: [0, 1000] },
            { property: "maxSessionDuration", range: [3600, 43_200] },
            { property: "path", length: [0, 512] },
            { property: "permissionsBoundary", format: "ARN" },
            { property: "managedPolicyArns", format: "ARN" },
            { property: "assumeRolePolicy", format: "JSON" },
        ]),
    create({ account, inputs }) {
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        if (account.find(ROLE, name)) refuse("CreateRole", "EntityAlreadyExists", `Role with name ${name} already exists.`);
        refuseBadTrust(account, "CreateRole", requiredText(inputs, "assumeRolePolicy"));
        refuseBadOwnPolicies(account, name, inputs);
        return {
            id: name,
            computed: {
                ...leftOut(inputs, { inlinePolicies: [], managedPolicyArns: [], namePrefix: "" }),
                arn: `arn:aws:iam::${account.accountId}:role${textOf(inputs, "path") ?? "/"}${name}`,
                createDate: account.now(),
                name,
                uniqueId: `AROA${account.newHex(17).toUpperCase()}`,
            },
        };
    },
    update({ account, inputs, current, changed }) {
        if (changed.has("assumeRolePolicy")) refuseBadTrust(account, "UpdateAssumeRolePolicy", requiredText(inputs, "assumeRolePolicy"));
        refuseBadOwnPolicies(account, current.id, inputs);
        return {};
    },
    delete({ account, current }) {
        const attached = ofRole(account, ATTACHMENT, current.id);
        const inline = ofRole(account, ROLE_POLICY, current.id);
        const isForced = isSet(current.properties, "forceDetachPolicies");
        const detaches = isForced || listOf(current.properties, "managedPolicyArns").length > 0;
        const removes = isForced || listOf(current.properties, "inlinePolicies").length > 0;
        if (attached.length > 0 && !detaches)
            refuse("DeleteRole", "DeleteConflict", "Cannot delete entity, must detach all policies first.");
        if (inline.length > 0 && !removes) refuse("DeleteRole", "DeleteConflict", "Cannot delete entity, must delete policies first.");
        for (const { type, id } of [...attached, ...inline]) account.remove(type, id);
        for (const profile of ofRole(account, INSTANCE_PROFILE, current.id)) {
            account.put({ ...profile, properties: { ...profile.properties, role: "" } });
        }
        return "removed";
    },
    read: ({ account, current }) => ({
        managedPolicyArns: [
            ...new Set([
                ...textsOf(current.properties, "managedPolicyArns"),
                ...ofRole(account, ATTACHMENT, current.id).map(({ properties }) => requiredText(properties, "policyArn")),
            ]),
        ],
        inlinePolicies: [
            ...blocksOf(current.properties, "inlinePolicies"),
            ...ofRole(account, ROLE_POLICY, current.id).map(({ properties }) => ({
                name: requiredText(properties, "name"),
                policy: requiredText(properties, "policy"),
            })),
        ],
    }),
};

const rolePolicy: ResourceType = {
    token: ROLE_POLICY,
    json: ["policy"],
    check: (inputs) =>
        problemsOf(inputs, [
            { property: "name", length: [1, 128] },
            { property: "policy", format: "JSON" },
            { property: "policy", length: [1, 10_240] },
        ]),
    create({ account, inputs }) {
        const roleName = requiredText(inputs, "role");
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        const id = `${roleName}:${name}`;
        refuseMissingRole(account, "PutRolePolicy", roleName);
        refuseBadInline(account, roleName, requiredText(inputs, "policy"), id);
        return { id, computed: { ...leftOut(inputs, { namePrefix: "" }), name } };
    },
    update({ account, inputs, current }) {
        refuseBadInline(account, requiredText(inputs, "role"), requiredText(inputs, "policy"), current.id);
        return {};
    },
};

/** The role of a profile, if it names one, must exist. */
function refuseUnfitProfile(call: Pick<Call, "account">, inputs: Properties): void {
    const name = textOf(inputs, "role");
    if (name !== undefined) refuseMissingRole(call.account, "AddRoleToInstanceProfile", name);
}

const instanceProfile: ResourceType = {
    token: INSTANCE_PROFILE,
    check: (inputs) => problemsOf(inputs, [{ property: "name", length: [1, 128] }]),
    create({ account, inputs }) {
        const name = nameOr(textOf(inputs, "name"), textOf(inputs, "namePrefix"), account, "terraform-");
        if (account.find(INSTANCE_PROFILE, name)) {
            refuse("CreateInstanceProfile", "EntityAlreadyExists", `Instance Profile ${name} already exists.`);
        }
        refuseUnfitProfile({ account }, inputs);
        return {
            id: name,
            computed: {
                ...leftOut(inputs, { namePrefix: "" }),
                arn: `arn:aws:iam::${account.accountId}:instance-profile${textOf(inputs, "path") ?? "/"}${name}`,
                createDate: account.now(),
                name,
                uniqueId: `AIPA${account.newHex(17).toUpperCase()}`,
            },
        };
    },
    update({ account, inputs }) {
        refuseUnfitProfile({ account }, inputs);
        return {};
    },
};

export const service: Service = { name: "AWS IAM (roles)", resourceTypes: [role, rolePolicy, instanceProfile] };

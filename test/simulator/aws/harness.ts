/**
 * Deploys to a simulated account in memory, through the same provider as the plugin, without an engine.
 *
 *     const aws = deployment();
 *     const vpc = aws.create("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
 *     const subnet = aws.create("aws:ec2/subnet:Subnet", "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
 *     assert.throws(() => { aws.delete(vpc); }, { message: "operation error EC2: DeleteVpc, api error DependencyViolation: ..." });
 */
import { strict as assert } from "node:assert";
import * as crypto from "node:crypto";
import type { StoredResource } from "../../../simulator/aws/account";
import { AccountStore } from "../../../simulator/aws/account-store";
import { Catalogue } from "../../../simulator/aws/catalogue";
import { factsOf } from "../../../simulator/aws/facts";
import { AwsProvider } from "../../../simulator/aws/provider";
import type { Service } from "../../../simulator/aws/resource-type";
import { SERVICES } from "../../../simulator/aws/services/index";
import type { CheckFailure, DiffResult, ResourceReference } from "../../../simulator/provider/provider";
import type { Properties } from "../../../simulator/provider/values";

/** A resource as Pulumi's state would hold it. */
export interface Deployed extends ResourceReference {
    readonly id: string;
    /** Checked inputs. */
    readonly inputs: Properties;
    readonly outputs: Properties;
}

export interface Deployment {
    /** The account that is deployed to. */
    readonly store: AccountStore;
    readonly provider: AwsProvider;
    /** What the account holds of a type. */
    stored(type: string): readonly StoredResource[];
    /** Checks only. */
    check(type: string, name: string, inputs: Properties, previous?: Deployed): { inputs: Properties; failures: readonly CheckFailure[] };
    /** Checks and creates. Throws an Error with all reasons, one a line, when the check fails; a Refusal when AWS refuses. */
    create(type: string, name: string, inputs: Properties): Deployed;
    /** The outputs that a preview shows. */
    preview(type: string, name: string, inputs: Properties): Properties;
    diff(resource: Deployed, inputs: Properties): DiffResult;
    /** Changes in place; throws when the change would need a new resource. */
    update(resource: Deployed, inputs: Properties): Deployed;
    previewUpdate(resource: Deployed, inputs: Properties): Properties;
    /** What a refresh finds; undefined when the resource is gone. */
    read(resource: Deployed): Deployed | undefined;
    /** `pulumi import`. */
    import(type: string, name: string, id: string): Deployed | undefined;
    delete(resource: Deployed): void;
    invoke(token: string, args: Properties): Properties;
}

/**
 * @param services those that take part; left out: all of them
 * @param config of the provider; left out: `us-east-1`
 */
export function deployment(services: readonly Service[] = SERVICES, config: Properties = { region: "us-east-1" }): Deployment {
    const store = new AccountStore();
    const provider = new AwsProvider(store, new Catalogue(services));
    provider.configure(config);

    const check: Deployment["check"] = (type, name, inputs, previous) =>
        provider.check({ ...reference(type, name), olds: previous?.inputs, news: inputs, randomSeed: crypto.randomBytes(32) });

    function checked(type: string, name: string, inputs: Properties, previous?: Deployed): Properties {
        const { inputs: result, failures } = check(type, name, inputs, previous);
        if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
        return result;
    }

    function updateRequest(resource: Deployed, inputs: Properties) {
        const { inputs: oldInputs, outputs: oldOutputs } = resource;
        return { ...resource, oldInputs, oldOutputs, news: checked(resource.type, resource.name, inputs, resource), ignoreChanges: [] };
    }

    function update(resource: Deployed, inputs: Properties): Deployed {
        const request = updateRequest(resource, inputs);
        const { replaces } = provider.diff(request);
        if (replaces.length > 0) throw new Error(`${resource.name} would be replaced because of ${replaces.join(", ")}`);
        return { ...resource, inputs: request.news, outputs: provider.update({ ...request, preview: false }) };
    }

    function read(type: string, name: string, id: string, known?: Deployed): Deployed | undefined {
        const result = provider.read({ ...reference(type, name), id, inputs: known?.inputs, outputs: known?.outputs });
        return result === undefined ? undefined : { ...reference(type, name), ...result };
    }

    return {
        store,
        provider,
        stored: (type) => store.all().filter((resource) => resource.type === type),
        check,
        create: (type, name, inputs) => {
            const accepted = checked(type, name, inputs);
            const created = provider.create({ ...reference(type, name), inputs: accepted, preview: false });
            if (!services.some(isPlain)) assertComputed(type, created.outputs);
            return { ...reference(type, name), inputs: accepted, ...created };
        },
        preview: (type, name, inputs) =>
            provider.create({ ...reference(type, name), inputs: checked(type, name, inputs), preview: true }).outputs,
        diff: (resource, inputs) => provider.diff(updateRequest(resource, inputs)),
        update,
        previewUpdate: (resource, inputs) => provider.update({ ...updateRequest(resource, inputs), preview: true }),
        read: (resource) => read(resource.type, resource.name, resource.id, resource),
        import: (type, name, id) => read(type, name, id),
        delete: (resource) => {
            provider.delete(resource);
        },
        invoke: (token, args) => provider.invoke(token, args).results,
    };
}

function reference(type: string, name: string): ResourceReference {
    return { urn: `urn:pulumi:test::simulator::${type}::${name}`, type, name };
}

/** Services of tests about the provider itself compute nothing. */
function isPlain({ name }: Service): boolean {
    return name === "plain";
}

/** Whatever the facts say that AWS computes is there after a real creation. */
function assertComputed(type: string, outputs: Properties): void {
    const computed = (factsOf(type)?.computed ?? []).filter((property) => !property.includes("."));
    const missing = computed.filter((property) => outputs[property] === undefined);
    assert.deepEqual(missing, [], `${type} was created without what AWS computes`);
}

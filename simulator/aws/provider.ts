/** The simulated `aws` provider: Pulumi's semantics around the account, for all resource types alike. */
import { ProviderError } from "../provider/errors";
import type {
    CheckRequest,
    CheckResult,
    CreateRequest,
    CreateResult,
    DeleteRequest,
    DiffRequest,
    DiffResult,
    InvokeResult,
    Provider,
    ReadRequest,
    ReadResult,
    UpdateRequest,
} from "../provider/provider";
import type { Properties } from "../provider/values";
import type { AccountStore } from "./account-store";
import type { Catalogue, KnownType } from "./catalogue";
import { checkInputs } from "./check";
import { conform, missingProperties } from "./conform";
import { diffInputs } from "./diff";
import { inputsAsRead } from "./inputs-as-read";
import { previewOfCreate, previewOfUpdate } from "./preview";
import { checkConfig, readConfig, type AwsConfig } from "./provider-config";
import { regionOf, storedRegionOf } from "./region";
import { outputsOf, stateAfterUpdate, withoutMarks } from "./state";
import { neverWaits, type Wait } from "./waits";

/** The version of `@pulumi/aws` that the facts and shapes describe. */
export const AWS_PROVIDER_VERSION = "7.48.0";

export class AwsProvider implements Provider {
    readonly name = "aws";
    readonly version = AWS_PROVIDER_VERSION;
    private config: AwsConfig | undefined;

    constructor(
        private readonly store: AccountStore,
        private readonly catalogue: Catalogue,
    ) {}

    checkConfig(config: Properties): CheckResult {
        return checkConfig(config);
    }

    configure(config: Properties): void {
        this.config = readConfig(config);
    }

    check(request: CheckRequest): CheckResult {
        return checkInputs(this.catalogue.resourceType(request.type), request, this.configured());
    }

    diff(request: DiffRequest): DiffResult {
        return diffInputs(this.catalogue.resourceType(request.type), request);
    }

    create({ type, name, inputs, preview }: CreateRequest, wait: Wait = neverWaits): CreateResult {
        const known = this.catalogue.resourceType(type);
        if (preview) return { id: "", outputs: previewOfCreate(known, inputs) };
        return this.store.transact((account) => {
            const region = this.regionOf(inputs);
            const checked = withoutMarks(inputs);
            const { id, computed } = known.behaviour.create({ account, region, name, wait, inputs: checked });
            const outputs = { ...checked, ...computed };
            const storedAs = known.behaviour.storedAs?.(id, outputs);
            account.put({
                type,
                id,
                ...(storedAs !== undefined && { storedAs }),
                region: storedRegionOf(known, region),
                properties: outputs,
            });
            return { id, outputs: outputsOf(known, id, outputs) };
        });
    }

    update(request: UpdateRequest, wait: Wait = neverWaits): Properties {
        const known = this.catalogue.resourceType(request.type);
        const { changed } = diffInputs(known, request);
        if (request.preview) return previewOfUpdate(known, request, changed);
        return this.store.transact((account) => {
            const storedAs = storedAsOf(known, request.id, request.oldOutputs);
            const current = account.find(request.type, storedAs);
            if (current === undefined) {
                throw new ProviderError(
                    `${request.type} ${request.id} is not in the account any more; run pulumi refresh to see what is left`,
                );
            }
            const inputs = withoutMarks(request.news);
            const region = this.regionOf(inputs);
            const call = { account, region, name: request.name, wait, inputs, current, changed: new Set(changed) };
            const computed = known.behaviour.update?.(call) ?? {};
            // The update may have stored something of its own about the resource; what it stored is the base.
            const base = account.find(request.type, storedAs) ?? current;
            const properties = stateAfterUpdate(known, base.properties, withoutMarks(request.oldInputs), inputs, computed);
            account.put({ ...base, properties });
            return outputsOf(known, request.id, properties);
        });
    }

    read({ type, id: askedFor, name, inputs, outputs: old }: ReadRequest): ReadResult {
        const known = this.catalogue.resourceType(type);
        return this.store.transact((account) => {
            const current = account.find(type, old === undefined ? askedFor : storedAsOf(known, askedFor, old));
            if (current === undefined || current.deletionDate !== undefined) return undefined;
            const found = {
                ...current.properties,
                ...known.behaviour.read?.({ account, region: current.region, name, wait: neverWaits, current }),
            };
            const { id } = current;
            const outputs = outputsOf(known, id, found);
            return { id, outputs, inputs: inputsAsRead(known, inputs, outputs) };
        });
    }

    delete({ type, id, name, outputs }: DeleteRequest, wait: Wait = neverWaits): void {
        const known = this.catalogue.resourceType(type);
        this.store.transact((account) => {
            const storedAs = storedAsOf(known, id, outputs);
            const current = account.find(type, storedAs);
            // Gone already is what was wanted: the real provider takes AWS's "not found" for success.
            if (current === undefined) return;
            const region = this.regionOf(outputs);
            const fate = known.behaviour.delete?.({ account, region, name, wait, current }) ?? "removed";
            if (fate === "removed") account.remove(type, storedAs);
        });
    }

    invoke(token: string, args: Properties): InvokeResult {
        const { behaviour, shape } = this.catalogue.dataSource(token);
        const { value, failures } = conform(token, shape.args, args);
        const problems = [...failures, ...missingProperties(shape.args, value)];
        if (problems.length > 0) return { results: {}, failures: problems };
        const region = this.regionOf(value);
        return { results: this.store.transact((account) => behaviour.answer({ account, region, args: value })), failures: [] };
    }

    private regionOf(properties: Properties): string {
        return regionOf(properties, this.configured());
    }

    private configured(): AwsConfig {
        if (this.config === undefined) throw new Error("the aws provider was called before it was configured");
        return this.config;
    }
}

function storedAsOf({ behaviour }: KnownType, id: string, properties: Properties): string {
    return behaviour.storedAs?.(id, properties) ?? id;
}

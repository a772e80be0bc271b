import { randomUUID } from "node:crypto";

import type { NewVersion, SecretState, SecretVersions, Stage } from "../../lambda/shared/secret-versions";

interface Version {
    text: string | undefined;
    stages: Set<string>;
}

/** Secrets Manager as far as functions use it: secrets with versions, labels that are at one version at a time, and rotation. */
export class SecretStore implements SecretVersions {
    private readonly secrets = new Map<string, Map<string, Version>>();
    private readonly rotating = new Set<string>();

    /** Puts a text in the place of the current one, as a deployment does. */
    set(secretArn: string, text: string): void {
        this.label(secretArn, this.versionOf(secretArn, randomUUID(), text), "AWSCURRENT");
    }

    /** @throws Error for a secret that has no such version */
    textOf(secretArn: string, stage = "AWSCURRENT"): string {
        const found = [...(this.secrets.get(secretArn)?.values() ?? [])].find(({ stages }) => stages.has(stage));
        if (found?.text === undefined) throw new Error(`no secret ${secretArn} with ${stage}`);
        return found.text;
    }

    enableRotation(secretArn: string): void {
        this.rotating.add(secretArn);
    }

    /** What RotateSecret does before it calls the function: a version without a value. */
    begin(secretArn: string): string {
        const versionId = randomUUID();
        this.label(secretArn, this.versionOf(secretArn, versionId, undefined), "AWSPENDING");
        return versionId;
    }

    describe(secretArn: string): Promise<SecretState> {
        const versions = [...(this.secrets.get(secretArn) ?? [])].filter(([, { stages }]) => stages.size > 0);
        const stages = Object.fromEntries(versions.map(([id, version]) => [id, [...version.stages]]));
        return Promise.resolve({ rotationEnabled: this.rotating.has(secretArn), stages });
    }

    read(secretArn: string, { stage, versionId }: { stage: Stage; versionId?: string }): Promise<string | undefined> {
        const versions = [...(this.secrets.get(secretArn) ?? [])];
        const found = versions.find(([id, { stages }]) => stages.has(stage) && (versionId === undefined || id === versionId));
        return Promise.resolve(found?.[1].text);
    }

    /** The same version with another text is refused. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
    put(secretArn: string, { versionId = randomUUID(), text, stage }: NewVersion): Promise<void> {
        const existing = this.secrets.get(secretArn)?.get(versionId)?.text;
        if (existing !== undefined && existing !== text) {
            return Promise.reject(Object.assign(new Error("a version with other content exists"), { name: "ResourceExistsException" }));
        }
        this.label(secretArn, this.versionOf(secretArn, versionId, text), stage);
        return Promise.resolve();
    }

    /** AWS moves a label only away from the version that has it. */
    makeCurrent(secretArn: string, { versionId, insteadOf }: { versionId: string; insteadOf: string | undefined }): Promise<void> {
        const holder = [...(this.secrets.get(secretArn) ?? [])].find(([, { stages }]) => stages.has("AWSCURRENT"))?.[0];
        const version = this.secrets.get(secretArn)?.get(versionId);
        if (version === undefined || holder !== insteadOf) {
            return Promise.reject(Object.assign(new Error("the label is at another version"), { name: "InvalidParameterException" }));
        }
        this.label(secretArn, version, "AWSCURRENT");
        return Promise.resolve();
    }

    private versionOf(secretArn: string, versionId: string, text: string | undefined): Version {
        const versions = this.secrets.get(secretArn) ?? new Map<string, Version>();
        this.secrets.set(secretArn, versions);
        const version = versions.get(versionId) ?? { text, stages: new Set() };
        version.text ??= text;
        versions.set(versionId, version);
        return version;
    }

    private label(secretArn: string, version: Version, stage: string): void {
        const versions = [...(this.secrets.get(secretArn)?.values() ?? [])];
        const holder = versions.find(({ stages }) => stages.has(stage));
        if (holder === version) return;
        if (stage === "AWSCURRENT" && holder !== undefined) {
            for (const { stages } of versions) stages.delete("AWSPREVIOUS");
            holder.stages.add("AWSPREVIOUS");
        }
        holder?.stages.delete(stage);
        version.stages.add(stage);
    }
}

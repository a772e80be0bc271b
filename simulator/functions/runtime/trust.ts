/** Certificates: the simulator's authorities are trusted exactly where the code trusts the ones that they stand for. */
import { X509Certificate } from "node:crypto";
import tls, { type SecureContext, type SecureContextOptions } from "node:tls";
import type { StandIn } from "../messages";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Takes the place of `tls.createSecureContext`. Code that names no authorities trusts those of Node.js, which hold Amazon's public ones. */
export function installTrust(standIns: readonly StandIn[]): void {
    const create = tls.createSecureContext;
    const known = new Map<string, readonly string[]>();
    const withStandIns = (text: string): readonly string[] => {
        const found = known.get(text) ?? standInsFor(text, standIns);
        known.set(text, found);
        return found;
    };
    const createSecureContext = (options: SecureContextOptions = {}): SecureContext => {
        const { ca } = options;
        if (ca === undefined) return create(options);
        const given = Array.isArray(ca) ? ca : [ca];
        return create({ ...options, ca: [...given, ...withStandIns(given.map(String).join("\n"))] });
    };
    Object.assign(tls, { createSecureContext });
}

function standInsFor(text: string, standIns: readonly StandIn[]): readonly string[] {
    const subjects = (text.match(CERTIFICATE) ?? []).map((certificate) => new X509Certificate(certificate).subject);
    return standIns
        .filter(({ subject }) => subjects.some((each) => new RegExp(subject, "m").test(each)))
        .map(({ certificate }) => certificate);
}

/** Names on the internet. What is behind them does not matter, only that their addresses are outside the VPC. */
import { createHash } from "node:crypto";
import { addressAt, addressBlock } from "../aws/addresses";
import { prefixListsOf } from "../aws/services/ec2-regions";
import type { Place } from "./place";
import type { Arrival, Resolution } from "./resolution";

/** Kept free for documentation, so that nobody is meant: https://www.rfc-editor.org/rfc/rfc5737 */
const EXAMPLE_ADDRESSES = addressBlock("203.0.113.0/24");

/** Endings that are never given out on the internet, RFC 6762 and ICANN's reservation of `internal`. */
const PRIVATE_ENDINGS = /\.(local|internal|localhost|test|invalid)$/;

/** @returns undefined when no public name can look like this */
export function publicName(host: string, place: Place): Resolution | undefined {
    if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(host) || PRIVATE_ENDINGS.test(host)) return undefined;
    return { arrivals: [gatewayService(host, place) ?? somewhere(host)] };
}

function somewhere(host: string): Arrival {
    const offset = createHash("sha256").update(host).digest().readUInt8(0);
    return outside(host, addressAt(EXAMPLE_ADDRESSES, offset));
}

/** S3 and DynamoDB have addresses in a prefix list, which routes and rules of the same Region can name. */
function gatewayService(host: string, { subnet }: Place): Arrival | undefined {
    // Names without a Region are us-east-1's: https://docs.aws.amazon.com/general/latest/gr/s3.html
    const match = /^(?:(.+)\.)?(s3|dynamodb)(?:[.]([a-z]{2}(?:-[a-z]+)+-\d))?\.amazonaws\.com$/.exec(host);
    if (match === null) return undefined;
    const [, bucket, service = "", region = "us-east-1"] = match;
    if (region !== subnet.region) return somewhere(host);
    const list = prefixListsOf(region).find(({ name }) => name === `com.amazonaws.${region}.${service}`);
    const [block] = list?.cidrBlocks ?? [];
    if (list === undefined || block === undefined) return somewhere(host);
    const party = { ...outside(host, addressAt(addressBlock(block), 1)), prefixListId: list.id };
    return service === "s3" && bucket !== undefined ? { ...party, bucket } : party;
}

function outside(host: string, address: string): Arrival {
    return { what: `${host} (${address})`, block: addressBlock(`${address}/32`), securityGroupIds: [] };
}

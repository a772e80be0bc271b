/** Whether a VPC answers for private hosted zones, as interface endpoints with private DNS, Cloud Map and EFS need it. */
import type { Place } from "./place";

/** Both attributes must be on: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html */
export function hasPrivateZones({ vpc }: Place): boolean {
    return vpc.properties["enableDnsSupport"] !== false && vpc.properties["enableDnsHostnames"] === true;
}

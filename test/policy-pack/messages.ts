/** What the rule on paths says, and the repairs that it names. */
export const NEITHER = (name: string, needed: string, repair: string) =>
    `${name}: ${name} needs ${needed}, but its VPC has no interface endpoint with private DNS for them, and its subnets have no route to a NAT gateway. Give it ${repair}.`;
export const ENDPOINT_OR_NAT =
    "an interface endpoint with private DNS for each service ($7.30 a month in each zone), or a route to a NAT gateway ($36.50 a month)";
export const NAT = "a route to a NAT gateway ($36.50 a month)";

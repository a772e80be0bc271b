/**
 * What repairs cost a month, on demand in us-east-1, in US dollars, before traffic; other Regions differ by up to a third.
 *
 * As of November 2026: https://aws.amazon.com/vpc/pricing/ and https://aws.amazon.com/privatelink/pricing/. What is not in the table is
 * free: routes, rules of groups and ACLs, gateway endpoints, attributes.
 */
import { INTERFACE_ENDPOINT_USD_PER_MONTH, NAT_GATEWAY_USD_PER_MONTH } from "../../config/prices";

export const USD_PER_MONTH = {
    interfaceEndpointInOneZone: INTERFACE_ENDPOINT_USD_PER_MONTH,
    natGatewayWithAddress: NAT_GATEWAY_USD_PER_MONTH,
    publicAddress: 3.65,
    free: 0,
} as const;

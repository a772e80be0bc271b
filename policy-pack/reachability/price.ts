/**
 * What repairs cost a month, on demand in us-east-1, in US dollars, before traffic; other Regions differ by up to a third.
 *
 * As of November 2026: https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/, https://aws.amazon.com/ecr/pricing/,
 * https://aws.amazon.com/documentdb/pricing/, https://aws.amazon.com/rds/aurora/pricing/. What is not in the table is free: routes, rules
 * of groups and ACLs, gateway endpoints, attributes.
 */
import { INTERFACE_ENDPOINT_USD_PER_MONTH, NAT_GATEWAY_USD_PER_MONTH } from "../../config/prices";

/** AWS counts a month as 730 hours. */
const HOURS_PER_MONTH = 730;

/** The Region whose prices these are. */
export const PRICED_REGION = "us-east-1";

export const USD_PER_MONTH = {
    interfaceEndpointInOneZone: INTERFACE_ENDPOINT_USD_PER_MONTH,
    natGatewayWithAddress: NAT_GATEWAY_USD_PER_MONTH,
    publicAddress: 3.65,
    /** One GB, compressed. */
    imageInRegistry: 0.1,
    /** db.t4g.medium. */
    documentDbInstance: 0.07566 * HOURS_PER_MONTH,
    /** db.serverless, at half a capacity unit. */
    auroraInstance: 0.12 * 0.5 * HOURS_PER_MONTH,
    free: 0,
} as const;

/**
 * What AWS charges, on demand in us-east-1, in US dollars; other Regions differ by up to a third.
 *
 * As of November 2026, from its price pages: https://aws.amazon.com/vpc/pricing/, https://aws.amazon.com/privatelink/pricing/,
 * https://aws.amazon.com/elasticloadbalancing/pricing/, https://aws.amazon.com/fargate/pricing/, https://aws.amazon.com/ebs/pricing/,
 * https://aws.amazon.com/rds/pricing/, https://aws.amazon.com/rds/aurora/pricing/, https://aws.amazon.com/documentdb/pricing/,
 * https://aws.amazon.com/secrets-manager/pricing/, https://aws.amazon.com/kms/pricing/, https://aws.amazon.com/cloudwatch/pricing/,
 * https://aws.amazon.com/waf/pricing/, https://aws.amazon.com/route53/pricing/, https://aws.amazon.com/transit-gateway/pricing/ and
 * https://aws.amazon.com/vpn/pricing/. Free tiers belong to an account, not to a stack, and are not deducted.
 */

/** What a message says of where its prices come from. */
export const PRICES_STATED = "Prices: on demand in us-east-1, November 2026, before traffic";

/** AWS counts a month as 730 hours. */
export const HOURS_PER_MONTH = 730;

/** For each hour. */
export const USD_PER_HOUR = {
    natGateway: 0.045,
    publicAddress: 0.005,
    interfaceEndpointInOneZone: 0.01,
    applicationOrNetworkLoadBalancer: 0.0225,
    gatewayLoadBalancer: 0.0125,
    classicLoadBalancer: 0.025,
    transitGatewayAttachment: 0.05,
    vpnConnection: 0.05,
    auroraCapacityUnit: 0.12,
    documentDbCapacityUnit: 0.0822,
    fargateEphemeralGiB: 0.000111,
} as const;

/** For each hour of a task on Linux, by processor. */
export const FARGATE_USD_PER_HOUR = {
    X86_64: { vcpu: 0.04048, gib: 0.004445 },
    ARM64: { vcpu: 0.03238, gib: 0.00356 },
} as const;

/** For each month. */
export const USD_PER_MONTH = {
    secret: 0.4,
    key: 1,
    alarmMetric: 0.1,
    fastAlarmMetric: 0.3,
    compositeAlarm: 0.5,
    dashboard: 3,
    webAcl: 5,
    webAclRule: 1,
    hostedZone: 0.5,
} as const;

/** For each GiB of a volume and month, by type. */
export const VOLUME_USD_PER_GIB: Readonly<Record<string, number>> = {
    gp3: 0.08,
    gp2: 0.1,
    io1: 0.125,
    io2: 0.125,
    st1: 0.045,
    sc1: 0.015,
    standard: 0.05,
};

/** For each GiB of the storage of an RDS instance and month, by type. */
export const DATABASE_STORAGE_USD_PER_GIB: Readonly<Record<string, number>> = {
    gp3: 0.115,
    gp2: 0.115,
    io1: 0.125,
    io2: 0.125,
    standard: 0.1,
};

import { CLOSED_NETWORK_ENDPOINTS } from "../endpoints";
import { dollars, INTERFACE_ENDPOINT_USD_PER_MONTH, NAT_GATEWAY_USD_PER_MONTH, documentDbInstancePrice } from "../prices";
import { setCommand, setSecretCommand, shown, type Repair } from "../problem";
import { rule } from "../rule";

/** What a setup without a way out breaks, and each way to give it one, with its price. */
export const egressRules = [
    rule({
        id: "documentdb-needs-egress",
        statement: "DocumentDB needs a NAT gateway, or a closed network with its endpoints.",
        reads: ["natGateways", "mongo", "closedNetwork", "availabilityZones", "documentDbInstanceClass"],
        check: ({ natGateways, mongo, closedNetwork, availabilityZones, documentDbInstanceClass }) => {
            if (natGateways > 0 || mongo !== "documentdb" || closedNetwork) return undefined;
            return {
                finding:
                    `${shown("natGateways", natGateways)} with ${shown("mongo", mongo)}: the function that initialises DocumentDB has no way to the ` +
                    "services it calls; allowed is at least one NAT gateway, or a closed network with its endpoints.",
                repairs: [
                    withNatGateway(),
                    withClosedNetwork(availabilityZones),
                    {
                        command: `${setCommand("natGateways", 1)} && ${setCommand("mongo", "external")} && ${setSecretCommand("mongoUri")}`,
                        note: `${natPrice()}, saves ${documentDbInstancePrice(documentDbInstanceClass)}; your MongoDB is reached through the NAT gateway`,
                    },
                ],
            };
        },
    }),
    rule({
        id: "ecs-needs-egress",
        statement: "Tasks on ECS need a NAT gateway, or a closed network with its endpoints and images in ECR.",
        reads: ["natGateways", "closedNetwork", "availabilityZones", "librechatImage"],
        check: ({ natGateways, closedNetwork, availabilityZones, librechatImage }) => {
            if (natGateways > 0 || closedNetwork) return undefined;
            return {
                finding:
                    `${shown("natGateways", natGateways)}: tasks on ECS cannot pull ${librechatImage}, nor call models; allowed is at least one NAT ` +
                    "gateway, or a closed network with its endpoints and images in ECR.",
                repairs: [withNatGateway(), withClosedNetwork(availabilityZones)],
            };
        },
    }),
    rule({
        id: "documentdb-needs-endpoints",
        statement: "DocumentDB needs the interface endpoints of the VPC.",
        reads: ["mongo", "vpcEndpoints", "closedNetwork", "availabilityZones"],
        check: ({ mongo, vpcEndpoints, closedNetwork, availabilityZones }) => {
            // A closed network asks for the same endpoints by a rule of its own, and could not reach an external MongoDB.
            if (mongo !== "documentdb" || vpcEndpoints || closedNetwork) return undefined;
            const price = 2 * availabilityZones * INTERFACE_ENDPOINT_USD_PER_MONTH;
            return {
                finding:
                    `${shown("mongo", mongo)} with ${shown("vpcEndpoints", vpcEndpoints)}: the function that initialises DocumentDB reads its password ` +
                    "from Secrets Manager without leaving the VPC; allowed is vpcEndpoints = true.",
                repairs: [
                    {
                        command: `${setCommand("mongo", "external")} && ${setSecretCommand("mongoUri")}`,
                        note: "no DocumentDB and no endpoints to pay for; your MongoDB is reached through the NAT gateway",
                    },
                    {
                        command: setCommand("vpcEndpoints", true),
                        note: `${dollars(price)} a month: endpoints secretsmanager and logs in ${availabilityZones} zones, ${dollars(INTERFACE_ENDPOINT_USD_PER_MONTH)} each`,
                    },
                ],
            };
        },
    }),
    rule({
        id: "nat-gateways-per-zone",
        statement: "There is no NAT gateway, one for all zones, or one in each zone.",
        reads: ["natGateways", "availabilityZones"],
        check: ({ natGateways, availabilityZones }) => {
            if (natGateways <= 1 || natGateways === availabilityZones) return undefined;
            return {
                finding: `${shown("natGateways", natGateways)} with ${shown("availabilityZones", availabilityZones)}; allowed is 0, 1 or ${availabilityZones}.`,
                repairs: [
                    withNatGateway(),
                    {
                        command: setCommand("natGateways", availabilityZones),
                        note: `${dollars(availabilityZones * NAT_GATEWAY_USD_PER_MONTH)} a month: one in each zone`,
                    },
                ],
            };
        },
    }),
];

function natPrice(): string {
    return `${dollars(NAT_GATEWAY_USD_PER_MONTH)} a month`;
}

function withNatGateway(): Repair {
    return { command: setCommand("natGateways", 1), note: `${natPrice()}: one NAT gateway with its address, plus $0.045 for each GB` };
}

function withClosedNetwork(zones: number): Repair {
    const count = CLOSED_NETWORK_ENDPOINTS.length;
    return {
        command: setCommand("closedNetwork", true),
        note:
            `${dollars(count * zones * INTERFACE_ENDPOINT_USD_PER_MONTH)} a month: ${count} interface endpoints (${CLOSED_NETWORK_ENDPOINTS.join(", ")}) ` +
            `in ${zones} zones, ${dollars(INTERFACE_ENDPOINT_USD_PER_MONTH)} each; needs copies of the images in ECR, and reaches nothing but AWS`,
    };
}

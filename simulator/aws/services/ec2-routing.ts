/**
 * Amazon EC2: route tables and which subnets use them. The routes are in `ec2-routes.ts`.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import { leftOut } from "../filled-in";
import { blocksOf, requiredText, textOf } from "../reading";
import type { CreateCall, ResourceType, Service } from "../resource-type";
import {
    ec2Arn,
    ec2Refusal,
    INTERNET_GATEWAY,
    referred,
    ROUTE,
    ROUTE_TABLE,
    ROUTE_TABLE_ASSOCIATION,
    SUBNET,
    vpcIdOf,
    VPC,
} from "./ec2-references";
import { refuseRoute } from "./ec2-routes";

const routeTable: ResourceType = {
    token: ROUTE_TABLE,
    sets: ["routes", "propagatingVgws"],
    create: (call) => {
        const { account, region, inputs } = call;
        const vpc = referred(call, "CreateRouteTable", VPC, requiredText(inputs, "vpcId"));
        const id = account.newId("rtb");
        const table = { type: ROUTE_TABLE, id, region, properties: { vpcId: vpc.id, routes: [] } };
        for (const route of blocksOf(inputs, "routes")) refuseRoute(call, "CreateRoute", table, route, "cidrBlock");
        return {
            id,
            computed: {
                arn: ec2Arn(call, "route-table", id),
                ownerId: account.accountId,
                ...leftOut(inputs, { propagatingVgws: [], routes: [] }),
            },
        };
    },
    update: (call) => {
        if (!call.changed.has("routes")) return {};
        // The new set takes the place of the old one, so routes are compared with those that other resources made.
        const table = { ...call.current, properties: { ...call.current.properties, routes: [] } };
        for (const route of blocksOf(call.inputs, "routes")) refuseRoute(call, "CreateRoute", table, route, "cidrBlock");
        return {};
    },
    delete: ({ account, current }) => {
        // The provider removes the associations itself before it deletes the table, so AWS never finds it in use.
        for (const type of [ROUTE_TABLE_ASSOCIATION, ROUTE]) {
            for (const { id } of account.list(type).filter(({ properties }) => properties["routeTableId"] === current.id)) {
                account.remove(type, id);
            }
        }
        return "removed";
    },
};

const routeTableAssociation: ResourceType = {
    token: ROUTE_TABLE_ASSOCIATION,
    create: (call) => {
        const tableId = associate(call, "AssociateRouteTable");
        const { account, inputs } = call;
        const property = textOf(inputs, "subnetId") === undefined ? "gatewayId" : "subnetId";
        const value = requiredText(inputs, property);
        if (account.list(ROUTE_TABLE_ASSOCIATION).some(({ properties }) => properties[property] === value)) {
            const reason = `the specified association for route table ${tableId} conflicts with an existing association`;
            throw ec2Refusal("AssociateRouteTable", "Resource.AlreadyAssociated", reason);
        }
        return { id: account.newId("rtbassoc"), computed: {} };
    },
    update: (call) => {
        associate(call, "ReplaceRouteTableAssociation");
        return {};
    },
};

/** @throws Refusal when table, subnet or gateway is not there, or they are of different VPCs */
function associate(call: CreateCall, operation: string): string {
    const table = referred(call, operation, ROUTE_TABLE, requiredText(call.inputs, "routeTableId"));
    const subnetId = textOf(call.inputs, "subnetId");
    const [type, id, noun] =
        subnetId === undefined ? [INTERNET_GATEWAY, requiredText(call.inputs, "gatewayId"), "gateway"] : [SUBNET, subnetId, "subnet"];
    if (vpcIdOf(referred(call, operation, type, id)) !== vpcIdOf(table)) {
        const reason = `Route table ${table.id} and ${noun} ${id} belong to different networks`;
        throw ec2Refusal(operation, "InvalidParameterValue", reason);
    }
    return table.id;
}

export const service: Service = { name: "Amazon EC2 (route tables)", resourceTypes: [routeTable, routeTableAssociation] };

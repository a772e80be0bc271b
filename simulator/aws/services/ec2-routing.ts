/**
 * Amazon EC2: route tables and which subnets use them. The routes are in `ec2-routes.ts`.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
import type { Account, StoredResource } from "../account";
import { leftOut } from "../filled-in";
import { blocksOf, requiredText, textOf } from "../reading";
import type { Call, CreateCall, ResourceType, Service } from "../resource-type";
import {
    ec2Arn,
    ec2Refusal,
    INTERNET_GATEWAY,
    MAIN_ROUTE_TABLE_ASSOCIATION,
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
        refuseMain(account, current);
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

/** A VPC always has a main table; replacing it makes the old one an ordinary table. */
const mainRouteTableAssociation: ResourceType = {
    token: MAIN_ROUTE_TABLE_ASSOCIATION,
    create: (call) => {
        const { account, inputs } = call;
        const originalRouteTableId = replaceMain(call, requiredText(inputs, "vpcId"), requiredText(inputs, "routeTableId"));
        const isReplaced = ({ properties }: StoredResource) => properties["vpcId"] === inputs["vpcId"];
        for (const { id } of account.list(MAIN_ROUTE_TABLE_ASSOCIATION).filter(isReplaced))
            account.remove(MAIN_ROUTE_TABLE_ASSOCIATION, id);
        return { id: account.newId("rtbassoc"), computed: { originalRouteTableId } };
    },
    update: (call) => {
        replaceMain(call, requiredText(call.inputs, "vpcId"), requiredText(call.inputs, "routeTableId"));
        return {};
    },
    delete: (call) => {
        const { properties } = call.current;
        replaceMain(call, requiredText(properties, "vpcId"), requiredText(properties, "originalRouteTableId"));
        return "removed";
    },
};

/** @returns what was the main table before */
function replaceMain(call: Call, vpcId: string, tableId: string): string {
    const operation = "ReplaceRouteTableAssociation";
    const vpc = referred(call, operation, VPC, vpcId);
    const table = referred(call, operation, ROUTE_TABLE, tableId);
    if (vpcIdOf(table) !== vpc.id) {
        throw ec2Refusal(operation, "InvalidParameterValue", `Route table ${table.id} and VPC ${vpc.id} belong to different networks`);
    }
    call.account.put({ ...vpc, properties: { ...vpc.properties, mainRouteTableId: table.id } });
    return requiredText(vpc.properties, "mainRouteTableId");
}

function refuseMain(account: Account, table: StoredResource): void {
    const vpc = account.find(VPC, vpcIdOf(table));
    if (vpc?.properties["mainRouteTableId"] !== table.id) return;
    const reason = `The routeTable '${table.id}' has dependencies and cannot be deleted.`;
    throw ec2Refusal("DeleteRouteTable", "DependencyViolation", reason);
}

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

export const service: Service = {
    name: "Amazon EC2 (route tables)",
    resourceTypes: [routeTable, routeTableAssociation, mainRouteTableAssociation],
};

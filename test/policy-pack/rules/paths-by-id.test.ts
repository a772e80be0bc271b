import { strict as assert } from "node:assert";
import { previewInformUndecided } from "../../../policy-pack/rules/preview-inform-undecided";
import { workloadRequirePathToServices as policy } from "../../../policy-pack/rules/workload-require-path-to-services";
import { TYPES } from "../../../policy-pack/types";
import { reported, resource } from "../graph";
import { ENDPOINT_OR_NAT, NEITHER } from "../messages";

describe("workload-require-path-to-services, of stored state and other programs", () => {
    it("goes by ids once they are known", async () => {
        const subnet = resource(TYPES.subnet, "mine", { id: "subnet-1", vpcId: "vpc-1" });
        const table = resource(TYPES.routeTable, "mine", {
            id: "rtb-1",
            vpcId: "vpc-1",
            routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1", gatewayId: "" }],
        });
        const association = resource(TYPES.routeTableAssociation, "mine", { subnetId: "subnet-1", routeTableId: "rtb-1" });
        const inMine = resource(TYPES.function, "f", {
            vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
            tags: { "reachability:needs": "service:secretsmanager" },
        });
        assert.deepEqual(await reported(policy, [subnet, table, association, inMine]), []);
        const shut = resource(TYPES.routeTable, "mine", { id: "rtb-1", vpcId: "vpc-1", routes: [] });
        assert.deepEqual(await reported(policy, [subnet, shut, association, inMine]), [NEITHER("f", "secretsmanager", ENDPOINT_OR_NAT)]);
    });

    it("takes the end of the ARN where the outputs leave the id out", async () => {
        const subnet = resource(TYPES.subnet, "mine", { arn: "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-1", vpcId: "vpc-1" });
        const network = resource(TYPES.vpc, "mine", { arn: "arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1" });
        const shut = resource(TYPES.function, "f", {
            vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
            tags: { "reachability:needs": "service:secretsmanager" },
        });
        assert.deepEqual(await reported(policy, [subnet, network, shut]), [NEITHER("f", "secretsmanager", ENDPOINT_OR_NAT)]);
    });

    it("cannot tell for subnets that are not in the stack, and says so", async () => {
        const elsewhere = resource(TYPES.function, "f", {
            vpcConfig: { subnetIds: ["subnet-9"], securityGroupIds: ["sg-1"] },
            tags: { "reachability:needs": "service:secretsmanager" },
        });
        assert.deepEqual(await reported(policy, [elsewhere]), []);
        assert.deepEqual(await reported(previewInformUndecided, [elsewhere]), ["f: whether f reaches secretsmanager is not known yet."]);
    });

    it("leaves functions outside a VPC and other types alone", async () => {
        const outside = resource(TYPES.function, "f", { tags: { "reachability:needs": "service:secretsmanager" } });
        const emptied = resource(TYPES.function, "g", {
            vpcConfig: { subnetIds: [], securityGroupIds: [] },
            tags: { "reachability:needs": "service:logs" },
        });
        assert.deepEqual(await reported(policy, [outside, emptied, resource("aws:sqs/queue:Queue", "q")]), []);
    });
});

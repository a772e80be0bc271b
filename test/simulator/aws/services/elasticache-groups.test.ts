import { strict as assert } from "node:assert";
import { service as groups } from "../../../../simulator/aws/services/elasticache-groups";
import { service as replicationGroups } from "../../../../simulator/aws/services/elasticache-replication-groups";
import { service as kms } from "../../../../simulator/aws/services/kms";
import type { Properties } from "../../../../simulator/provider/values";
import type { Deployed } from "../harness";
import { network, type Network } from "./ec2-fixtures";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const SUBNETS = "aws:elasticache/subnetGroup:SubnetGroup";
const PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup";

describe("Amazon ElastiCache groups", () => {
    let made: Network;
    let subnets: Deployed;
    beforeEach(() => {
        made = network([groups, kms, replicationGroups]);
        subnets = made.aws.create(SUBNETS, "cache", { name: "Isolated", subnetIds: [made.first.id, made.second.id] });
    });

    function refusal(operation: string, code: string, reason: string): { message: string } {
        return { message: `operation error ElastiCache: ${operation}, api error ${code}: ${reason}` };
    }
    const least = (inputs: Properties): Properties => ({
        replicationGroupId: "cache",
        description: "Cache",
        nodeType: "cache.t4g.micro",
        subnetGroupName: "isolated",
        ...inputs,
    });
    const create = (inputs: Properties = {}) => made.aws.create(GROUP, "cache", least(inputs));

    describe("its groups", () => {
        it("have names in lower case", () => {
            assert.equal(subnets.id, "isolated");
            assert.equal(subnets.outputs["arn"], "arn:aws:elasticache:us-east-1:123456789012:subnetgroup:isolated");
            assert.equal(subnets.outputs["vpcId"], made.vpc.id);
        });

        it("refuse names that are taken", () => {
            const inputs = { name: "isolated", subnetIds: [made.first.id] };
            const refused = refusal(
                "CreateCacheSubnetGroup",
                "CacheSubnetGroupAlreadyExists",
                "Cache subnet group isolated already exists.",
            );
            assert.throws(() => made.aws.create(SUBNETS, "again", inputs), refused);
            made.aws.create(PARAMETERS, "p", { name: "p", family: "redis7" });
            const taken = refusal("CreateCacheParameterGroup", "CacheParameterGroupAlreadyExists", "CacheParameterGroup p already exists.");
            assert.throws(() => made.aws.create(PARAMETERS, "p", { name: "p", family: "redis7" }), taken);
        });

        it("refuse subnets that are missing or of two VPCs", () => {
            const group = (subnetIds: readonly string[]) => made.aws.create(SUBNETS, "more", { name: "more", subnetIds });
            assert.throws(
                () => group(["subnet-none"]),
                refusal("CreateCacheSubnetGroup", "InvalidSubnet", "Some input subnets in :[subnet-none] are invalid."),
            );
            const vpc = made.aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
            const subnet = made.aws.create("aws:ec2/subnet:Subnet", "other", {
                vpcId: vpc.id,
                cidrBlock: "10.1.0.0/24",
                availabilityZone: "us-east-1a",
            });
            const reason = `Subnet has different VPC Id: ${vpc.id} than ${made.vpc.id}`;
            assert.throws(() => group([made.first.id, subnet.id]), refusal("CreateCacheSubnetGroup", "InvalidSubnet", reason));
        });

        it("refuse families and parameters that there are not", () => {
            const group = (inputs: Properties) => made.aws.create(PARAMETERS, "p", { name: "p", family: "redis7", ...inputs });
            const family = refusal(
                "CreateCacheParameterGroup",
                "InvalidParameterValue",
                "CacheParameterGroupFamily redis9 is not a valid parameter group family.",
            );
            assert.throws(() => group({ family: "redis9" }), family);
            const unknown = refusal("ModifyCacheParameterGroup", "InvalidParameterValue", "Could not find parameter with name: max-memory");
            assert.throws(() => group({ parameters: [{ name: "max-memory", value: "1" }] }), unknown);
            assert.equal(group({ parameters: [{ name: "maxmemory-policy", value: "noeviction" }] }).id, "p");
        });

        it("stay while a replication group uses them", () => {
            const parameters = made.aws.create(PARAMETERS, "p", { name: "p", family: "redis7" });
            const group = create({ parameterGroupName: "p" });
            const subnetsInUse = refusal(
                "DeleteCacheSubnetGroup",
                "CacheSubnetGroupInUse",
                "Cache subnet group isolated is currently in use by a cache cluster.",
            );
            assert.throws(() => {
                made.aws.delete(subnets);
            }, subnetsInUse);
            const reason = "One or more cache clusters are still members of this parameter group p, so the group cannot be deleted.";
            assert.throws(
                () => {
                    made.aws.delete(parameters);
                },
                refusal("DeleteCacheParameterGroup", "InvalidCacheParameterGroupState", reason),
            );
            made.aws.delete(group);
            made.aws.delete(subnets);
            made.aws.delete(parameters);
            assert.deepEqual([...made.aws.stored(SUBNETS), ...made.aws.stored(PARAMETERS)], []);
        });
    });
});

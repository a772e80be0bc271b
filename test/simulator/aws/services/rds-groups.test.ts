import { strict as assert } from "node:assert";
import type { Properties } from "../../../../simulator/provider/values";
import { databases, missingOutputs, type Databases } from "./rds-fixtures";

const SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup";
const PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup";
const CLUSTER_PARAMETER_GROUP = "aws:docdb/clusterParameterGroup:ClusterParameterGroup";

describe("groups of databases", () => {
    let made: Databases;
    beforeEach(() => {
        made = databases();
    });

    function refusal(operation: string, code: string, reason: string, service = "RDS"): { message: string } {
        return { message: `operation error ${service}: ${operation}, api error ${code}: ${reason}` };
    }

    describe("aws:rds/subnetGroup:SubnetGroup", () => {
        const create = (subnetIds: readonly string[], name = "more") => made.aws.create(SUBNET_GROUP, name, { name, subnetIds });

        it("knows its VPC", () => {
            assert.deepEqual(missingOutputs(made.group), []);
            assert.equal(made.group.outputs["arn"], "arn:aws:rds:us-east-1:123456789012:subgrp:isolated");
            assert.equal(made.group.outputs["vpcId"], made.vpc.id);
            assert.deepEqual(made.group.outputs["supportedNetworkTypes"], ["IPV4"]);
        });

        it("refuses one zone", () => {
            const reason =
                "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: us-east-1a. Add subnets to cover at least 2 AZs.";
            assert.throws(() => create([made.first.id]), refusal("CreateDBSubnetGroup", "DBSubnetGroupDoesNotCoverEnoughAZs", reason));
            const same = made.subnet("same", "10.0.9.0/24", "us-east-1a");
            assert.throws(
                () => create([made.first.id, same.id]),
                refusal("CreateDBSubnetGroup", "DBSubnetGroupDoesNotCoverEnoughAZs", reason),
            );
        });

        it("refuses a change to one zone", () => {
            const reason =
                "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: us-east-1b. Add subnets to cover at least 2 AZs.";
            const change = () => made.aws.update(made.group, { name: "isolated", subnetIds: [made.second.id] });
            assert.throws(change, refusal("ModifyDBSubnetGroup", "DBSubnetGroupDoesNotCoverEnoughAZs", reason));
        });

        it("refuses subnets that are missing", () => {
            const refused = refusal("CreateDBSubnetGroup", "InvalidParameterValue", "Some input subnets in :[subnet-none] are invalid.");
            assert.throws(() => create([made.first.id, "subnet-none"]), refused);
        });

        it("refuses subnets of two VPCs", () => {
            const vpc = made.aws.create("aws:ec2/vpc:Vpc", "other", { cidrBlock: "10.1.0.0/16" });
            const subnet = made.aws.create("aws:ec2/subnet:Subnet", "other", {
                vpcId: vpc.id,
                cidrBlock: "10.1.0.0/24",
                availabilityZone: "us-east-1b",
            });
            const refused = refusal(
                "CreateDBSubnetGroup",
                "InvalidParameterValue",
                `Subnet has different VPC Id: ${vpc.id} than ${made.vpc.id}`,
            );
            assert.throws(() => create([made.first.id, subnet.id]), refused);
        });

        it("refuses a name that is taken, by DocumentDB too", () => {
            const refused = (service: string) =>
                refusal("CreateDBSubnetGroup", "DBSubnetGroupAlreadyExists", "The DB subnet group 'isolated' already exists.", service);
            const inputs = { name: "isolated", subnetIds: [made.first.id, made.second.id] };
            assert.throws(() => made.aws.create(SUBNET_GROUP, "again", inputs), refused("RDS"));
            assert.throws(() => made.aws.create("aws:docdb/subnetGroup:SubnetGroup", "again", inputs), refused("DocDB"));
        });

        it("refuses capitals and the name default before anything is created", () => {
            const reasons = (name: string) =>
                made.aws.check(SUBNET_GROUP, "g", { name, subnetIds: [] }).failures.map(({ reason }) => reason);
            assert.deepEqual(reasons("Isolated"), [
                `only lowercase alphanumeric characters, hyphens, underscores, periods, and spaces allowed in "name", but it is Isolated. Examine values at 'g.name'.`,
            ]);
            assert.deepEqual(reasons("default"), [`"default" is not allowed as "name". Examine values at 'g.name'.`]);
        });

        it("stays while a database is in it", () => {
            const instance = made.instance();
            const reason = "Cannot delete the subnet group 'isolated' because at least one database instance: vectors is still using it.";
            assert.throws(
                () => {
                    made.aws.delete(made.group);
                },
                refusal("DeleteDBSubnetGroup", "InvalidDBSubnetGroupStateFault", reason),
            );
            made.aws.delete(instance);
            made.aws.delete(made.group);
            assert.deepEqual(made.aws.stored(SUBNET_GROUP), []);
        });
    });

    describe("aws:rds/parameterGroup:ParameterGroup", () => {
        const create = (inputs: Properties) => made.aws.create(PARAMETER_GROUP, "tls", { name: "tls", family: "postgres17", ...inputs });
        const parameter = (name: string, value: string, applyMethod?: string) => create({ parameters: [{ name, value, applyMethod }] });

        it("takes parameters of its family", () => {
            const group = create({
                parameters: [
                    { name: "rds.force_ssl", value: "1" },
                    { name: "pg_stat_statements.track", value: "all" },
                    { name: "max_connections", value: "100", applyMethod: "pending-reboot" },
                ],
            });
            assert.deepEqual(missingOutputs(group), []);
            assert.equal(group.id, "tls");
            assert.equal(group.outputs["arn"], "arn:aws:rds:us-east-1:123456789012:pg:tls");
        });

        it("tells of a parameter with its default value that it waits for a restart, as AWS does", () => {
            const applied = (family: string, value: string): unknown => {
                const parameters = [{ name: "rds.force_ssl", value, applyMethod: "immediate" }];
                const group = made.aws.create(PARAMETER_GROUP, family + value, { name: `${family}-${value}`, family, parameters });
                return made.aws.read(group)?.outputs["parameters"];
            };
            const reported = (value: string, applyMethod: string) => [{ name: "rds.force_ssl", value, applyMethod }];
            assert.deepEqual(applied("postgres17", "1"), reported("1", "pending-reboot"));
            assert.deepEqual(applied("postgres17", "0"), reported("0", "immediate"));
            assert.deepEqual(applied("postgres14", "1"), reported("1", "immediate"));
            assert.deepEqual(applied("postgres14", "0"), reported("0", "pending-reboot"));
            assert.deepEqual(applied("aurora-postgresql16", "1"), reported("1", "immediate"));
            assert.equal(made.aws.read(create({}))?.outputs["parameters"], undefined);
        });

        it("refuses a family that there is not", () => {
            const refused = refusal(
                "CreateDBParameterGroup",
                "InvalidParameterValue",
                "ParameterGroupFamily postgres99 is not a valid parameter group family",
            );
            assert.throws(() => create({ family: "postgres99" }), refused);
        });

        it("refuses a parameter that the family does not have", () => {
            const refused = refusal("ModifyDBParameterGroup", "InvalidParameterValue", "Could not find parameter with name: force_ssl");
            assert.throws(() => parameter("force_ssl", "1"), refused);
        });

        it("refuses a value out of its range", () => {
            const refused = (value: string, name: string, allowed: string) =>
                refusal(
                    "ModifyDBParameterGroup",
                    "InvalidParameterValue",
                    `Invalid parameter value: ${value} for: ${name} allowed values are: ${allowed}`,
                );
            assert.throws(() => parameter("rds.force_ssl", "yes"), refused("yes", "rds.force_ssl", "0,1"));
            assert.throws(() => parameter("max_connections", "5", "pending-reboot"), refused("5", "max_connections", "6-8388607"));
        });

        it("refuses a static parameter that shall take effect at once", () => {
            const reason = "cannot use immediate apply method for static parameter: shared_preload_libraries";
            assert.throws(
                () => parameter("shared_preload_libraries", "pgaudit"),
                refusal("ModifyDBParameterGroup", "InvalidParameterCombination", reason),
            );
            assert.throws(
                () =>
                    made.aws.update(create({}), {
                        name: "tls",
                        family: "postgres17",
                        parameters: [{ name: "shared_preload_libraries", value: "pgaudit" }],
                    }),
                refusal("ModifyDBParameterGroup", "InvalidParameterCombination", reason),
            );
        });

        it("refuses a name that is taken", () => {
            create({});
            assert.throws(
                () => create({}),
                refusal("CreateDBParameterGroup", "DBParameterGroupAlreadyExists", "Parameter group tls already exists"),
            );
        });

        it("stays while an instance uses it", () => {
            const group = create({});
            const instance = made.instance({ parameterGroupName: "tls" });
            const reason = "One or more database instances are still members of this parameter group tls, so the group cannot be deleted";
            assert.throws(
                () => {
                    made.aws.delete(group);
                },
                refusal("DeleteDBParameterGroup", "InvalidDBParameterGroupState", reason),
            );
            made.aws.delete(instance);
            made.aws.delete(group);
            assert.deepEqual(made.aws.stored(PARAMETER_GROUP), []);
        });

        it("stays in the account when only Pulumi shall forget it", () => {
            made.aws.delete(create({ skipDestroy: true }));
            assert.equal(made.aws.stored(PARAMETER_GROUP).length, 1);
        });
    });

    describe("aws:docdb/clusterParameterGroup:ClusterParameterGroup", () => {
        const create = (inputs: Properties) =>
            made.aws.create(CLUSTER_PARAMETER_GROUP, "tls", { name: "tls", family: "docdb5.0", ...inputs });

        it("takes static parameters, which wait for a restart by default", () => {
            const group = create({
                parameters: [
                    { name: "tls", value: "enabled" },
                    { name: "audit_logs", value: "enabled" },
                ],
            });
            assert.equal(group.outputs["arn"], "arn:aws:rds:us-east-1:123456789012:cluster-pg:tls");
        });

        it("refuses a parameter of PostgreSQL", () => {
            const refused = refusal(
                "ModifyDBClusterParameterGroup",
                "InvalidParameterValue",
                "Could not find parameter with name: rds.force_ssl",
                "DocDB",
            );
            assert.throws(() => create({ parameters: [{ name: "rds.force_ssl", value: "1" }] }), refused);
        });

        it("stays while a cluster uses it", () => {
            const group = create({});
            made.cluster({ dbClusterParameterGroupName: "tls" });
            const reason = "One or more database clusters are still members of this parameter group tls, so the group cannot be deleted";
            assert.throws(
                () => {
                    made.aws.delete(group);
                },
                refusal("DeleteDBClusterParameterGroup", "InvalidDBParameterGroupState", reason, "DocDB"),
            );
        });
    });
});

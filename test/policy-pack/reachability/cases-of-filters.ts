import { AWS } from "../../../policy-pack/reachability/aws-types";
import { client, type Case } from "./code-case";
import { line, withValues, without } from "./network";

const noNat = without(AWS.route, "route-private-a");
const everyLine = [line(100, "allow", 0, 65_535)];

/** Groups, ACLs, file systems and images. */
export const CASES_OF_FILTERS: readonly Case[] = [
    {
        code: "SG_EGRESS",
        graph: () => client("tcp:db:5432").database("db").changed(without(AWS.egressRule, "egress-client-0")),
        message: [
            "SG_EGRESS: client (Lambda function) cannot reach tcp:db:5432.",
            "The way of client from private-a to tcp:db:5432:",
            "  > VPC net: resolves db",
            "  x security group client: no rule allows egress of tcp 5432 to db [SG_EGRESS]",
            "Repairs, cheapest first:",
            "  - add an egress rule to security group client: tcp 5432 to group-db: free of charge",
        ],
    },
    {
        code: "SG_INGRESS",
        graph: () => client("tcp:db:5432").database("db").changed(without(AWS.ingressRule, "ingress-group-db-0")),
        message: [
            "SG_INGRESS: client (Lambda function) cannot reach tcp:db:5432.",
            "The way of client from private-a to tcp:db:5432:",
            "  > VPC net: resolves db",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  > route table table-private-a: local -> isolated-a",
            "  x security group group-db: no rule allows ingress of tcp 5432 from client in private-a [SG_INGRESS]",
            "Repairs, cheapest first:",
            "  - add an ingress rule to security group group-db: tcp 5432 from client: free of charge",
        ],
    },
    {
        code: "S3_PREFIX_EGRESS",
        graph: () =>
            client("service:s3")
                .gateway("s3", ["private-a"])
                .changed(withValues(AWS.egressRule, "egress-client-0", { cidrIpv4: "10.0.0.0/16" })),
        message: [
            "S3_PREFIX_EGRESS: client (Lambda function) cannot reach service:s3.",
            "The way of client from private-a to service:s3:",
            "  > VPC net: resolves s3",
            "  x security group client: no rule allows egress of tcp 443 to s3 [S3_PREFIX_EGRESS]",
            "Repairs, cheapest first:",
            "  - add an egress rule to security group client: tcp 443 to the prefix list of the gateway endpoint: free of charge",
        ],
    },
    ...["NACL_OUT", "NACL_IN", "NACL_RETURN"].map((code): Case => {
        const [ingress, egress, subnets, at, traffic, rule] = {
            NACL_OUT: [
                everyLine,
                [],
                ["private-a"],
                "private-a",
                "egress of tcp 5432 to db",
                "allow egress of tcp 5432 in network ACL acl, before its rule 100",
            ],
            NACL_IN: [
                [],
                everyLine,
                ["isolated-a"],
                "isolated-a",
                "ingress of tcp 5432 from client in private-a",
                "allow ingress of tcp 5432 in network ACL acl, before its rule 100",
            ],
            NACL_RETURN: [
                [],
                everyLine,
                ["private-a"],
                "private-a",
                "ingress of tcp 1024-65535 from db, the ports of replies",
                "allow ingress of tcp 1024-65535 in network ACL acl, before its rule 100",
            ],
        }[code] as [object[], object[], string[], string, string, string];
        return {
            code,
            graph: () => client("tcp:db:5432").database("db").acl(subnets, ingress, egress).graph(),
            message: [
                `${code}: client (Lambda function) cannot reach tcp:db:5432.`,
                "The way of client from private-a to tcp:db:5432:",
                "  > VPC net: resolves db",
                "  > security group client: egress: client: all 0.0.0.0/0",
                "  > route table table-private-a: local -> isolated-a",
                `  x network ACL of subnet ${at}: acl does not allow ${traffic} [${code}]`,
                "Repairs, cheapest first:",
                `  - ${rule}: free of charge`,
            ],
        };
    }),
    {
        code: "EFS_NO_MT_IN_AZ",
        graph: () =>
            client("efs:files")
                .add(AWS.fileSystem, "files", {})
                .group("mounts")
                .rule("ingress", "mounts", { fromPort: 2049, toPort: 2049, referencedSecurityGroupId: "client" })
                .add(AWS.mountTarget, "mount-b", { fileSystemId: "files", subnetId: "private-b", securityGroups: ["mounts"] })
                .graph(),
        message: [
            "EFS_NO_MT_IN_AZ: client (Lambda function) cannot reach efs:files.",
            "The way of client from private-a to efs:files:",
            "  x file system files: has no mount target in us-east-1a, the zone of private-a [EFS_NO_MT_IN_AZ]",
            "Repairs, cheapest first:",
            "  - add a mount target of files in us-east-1a: free of charge",
        ],
    },
    {
        code: "EXTERNAL_IMAGE_NO_EGRESS",
        graph: () => client("image:ghcr.io").changed(noNat),
        message: [
            "EXTERNAL_IMAGE_NO_EGRESS, NO_ROUTE: client (Lambda function) cannot reach image:ghcr.io.",
            "The way of client from private-a to image:ghcr.io:",
            "  x ghcr.io: ghcr.io is a registry that no endpoint serves [EXTERNAL_IMAGE_NO_EGRESS]",
            "  > VPC net: resolves ghcr.io",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  x route table table-private-a: no route to ghcr.io [NO_ROUTE]",
            "Repairs, cheapest first:",
            "  - route 0.0.0.0/0 of table-private-a to NAT gateway nat: free of charge",
            "  - copy the image of ghcr.io to a repository in ECR, and name it in client; add an interface endpoint for ecr.api in one zone of VPC net, " +
                "with private DNS and a security group that admits tcp 443 from its clients; add an interface endpoint for ecr.dkr in one zone of VPC net, " +
                "with private DNS and a security group that admits tcp 443 from its clients; add a gateway endpoint for s3 to table-private-a: $14.70 a month",
        ],
    },
    {
        code: "PTC_FIRST_PULL",
        graph: () =>
            client("image:123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/redis")
                .add(AWS.pullThroughCache, "cache", { ecrRepositoryPrefix: "docker-hub" })
                .endpoint("ecr.api")
                .endpoint("ecr.dkr")
                .gateway("s3", ["private-a"])
                .changed(noNat),
        message: [
            "PTC_FIRST_PULL, NO_ROUTE: client (Lambda function) cannot reach image:123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/redis.",
            "The way of client from private-a to image:123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/redis:",
            "  x 123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/redis: the first pull through this cache needs a way to the internet [PTC_FIRST_PULL]",
            "  > VPC net: resolves 123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/redis",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  x route table table-private-a: no route to 123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/redis [NO_ROUTE]",
            "Repairs, cheapest first:",
            "  - route 0.0.0.0/0 of table-private-a to NAT gateway nat: free of charge",
            "  - copy the image of 123456789012.dkr.ecr.us-east-1.amazonaws.com/docker-hub/library/redis to a repository in ECR, and name it in client: $0.10 a month",
        ],
    },
    {
        code: "NO_LISTENER",
        graph: () => client("tcp:chats:27017").cluster("chats").graph(),
        message: [
            "NO_LISTENER: client (Lambda function) cannot reach tcp:chats:27017.",
            "The way of client from private-a to tcp:chats:27017:",
            "  > VPC net: resolves chats",
            "  > security group client: egress: client: all 0.0.0.0/0",
            "  > route table table-private-a: local -> isolated-a",
            "  > security group group-chats: ingress: group-chats: tcp 27017 client",
            "  x cluster chats: has no instance, so nobody answers at its address [NO_LISTENER]",
            "Repairs, cheapest first:",
            "  - add an instance (db.t4g.medium) to cluster chats: $55.23 a month",
        ],
    },
    {
        code: "UNKNOWN",
        graph: () => client("tcp:nowhere:5432").graph(),
        message: [
            "UNKNOWN: whether client to tcp:nowhere:5432 is open cannot be decided: nowhere: no database, cache, service or load balancer is called nowhere in the program",
        ],
    },
];

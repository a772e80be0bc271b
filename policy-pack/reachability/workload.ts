import type { GraphNode, References } from "./graph";
import type { Need } from "./needs";
import type { Truth } from "./three-valued";

/** Something that runs in subnets of a VPC and opens connections. */
export interface Workload {
    readonly node: GraphNode;
    /** For people: `Lambda function`. */
    readonly kind: string;
    readonly needs: readonly Need[];
    /** Why there may be more needs than these. */
    readonly unclear?: string;
    /** It may be placed in each of them. */
    readonly subnets: References;
    readonly groups: References;
    /**
     * Whether it has a public address in a subnet. Functions, builds and tasks on EC2 never have one, also in a public subnet.
     * Sources: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html,
     * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html
     */
    readonly hasPublicIp: (subnet: string) => Truth;
    readonly canHavePublicIp: boolean;
    /** Whether it has an IPv6 address in a subnet. */
    readonly hasIpv6: (subnet: string) => Truth;
    /** Whether its SDK is told to call services by their dual-stack names: https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html */
    readonly usesDualStack: boolean;
    /** What opens the first connection: the invocations of a function, else the workload itself. Empty when nothing in the program does. */
    readonly starts: readonly GraphNode[];
}
